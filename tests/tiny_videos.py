"""Video pipelines of the real classes with a few thousand random weights each, built without any download.

They make noise, but by the same code, with the same shapes and rules, as the models people use.
"""

from typing import Any

LETTERS = ["▁", *(chr(code) for code in range(33, 127))]
HIDDEN = 32


def build_ltx() -> Any:
    """Image to video, 8k + 1 frames, sides in steps of 32."""
    import diffusers
    import torch

    torch.manual_seed(0)
    tokenizer, encoder = _t5()
    four = (8, 8, 8, 8)
    return diffusers.LTXImageToVideoPipeline(
        scheduler=diffusers.FlowMatchEulerDiscreteScheduler(),
        vae=diffusers.AutoencoderKLLTXVideo(
            latent_channels=8, block_out_channels=four, decoder_block_out_channels=four,
            layers_per_block=(1,) * 5, decoder_layers_per_block=(1,) * 5,
            spatio_temporal_scaling=(True, True, True, False), decoder_spatio_temporal_scaling=(True, True, True, False),
            decoder_inject_noise=(False,) * 5, upsample_residual=(False,) * 4, upsample_factor=(1,) * 4,
            patch_size=4, patch_size_t=1, encoder_causal=True, decoder_causal=False,
        ).eval(),
        text_encoder=encoder,
        tokenizer=tokenizer,
        transformer=diffusers.LTXVideoTransformer3DModel(
            in_channels=8, out_channels=8, num_attention_heads=4, attention_head_dim=8, cross_attention_dim=HIDDEN,
            num_layers=1, caption_channels=HIDDEN,
        ).eval(),
    )  # fmt: skip


def build_ltx_upsampler() -> Any:
    """What makes the latents of the tiny LTX twice as large."""
    import diffusers
    import torch
    from diffusers.pipelines.ltx.modeling_latent_upsampler import LTXLatentUpsamplerModel

    torch.manual_seed(0)
    network = LTXLatentUpsamplerModel(in_channels=8, mid_channels=32, num_blocks_per_stage=1).eval()
    return diffusers.LTXLatentUpsamplePipeline(vae=build_ltx().vae, latent_upsampler=network)


def build_wan() -> Any:
    """The layout of Wan 2.2 TI2V: the first picture is written into the latents; 4k + 1 frames."""
    import diffusers
    import torch

    torch.manual_seed(0)
    import transformers

    tokenizer = _t5_tokenizer()
    encoder = transformers.UMT5EncoderModel(transformers.UMT5Config(**_t5_sizes(len(tokenizer)))).eval()
    return diffusers.WanImageToVideoPipeline(
        tokenizer=tokenizer,
        text_encoder=encoder,
        vae=diffusers.AutoencoderKLWan(
            base_dim=3, z_dim=16, dim_mult=[1, 1, 1, 1], num_res_blocks=1, temperal_downsample=[False, True, True]
        ).eval(),
        scheduler=diffusers.UniPCMultistepScheduler(
            prediction_type="flow_prediction", use_flow_sigmas=True, flow_shift=3.0
        ),
        transformer=diffusers.WanTransformer3DModel(
            patch_size=(1, 2, 2), num_attention_heads=2, attention_head_dim=12, in_channels=16, out_channels=16,
            text_dim=HIDDEN, freq_dim=64, ffn_dim=32, num_layers=2, cross_attn_norm=True,
            qk_norm="rms_norm_across_heads", rope_max_seq_len=32,
        ).eval(),
        expand_timesteps=True,
    )  # fmt: skip


def build_ltx2() -> Any:
    """Picture and sound together; listens to a given sound when opened as LTX2DFRPipeline."""
    import diffusers
    import torch
    from diffusers.pipelines.ltx2 import LTX2TextConnectors
    from diffusers.pipelines.ltx2.vocoder import LTX2Vocoder

    torch.manual_seed(0)
    tokenizer, encoder = _gemma()
    layers = encoder.config.text_config.num_hidden_layers
    return diffusers.LTX2ImageToVideoPipeline(
        scheduler=diffusers.FlowMatchEulerDiscreteScheduler(),
        vae=diffusers.AutoencoderKLLTX2Video(
            latent_channels=4, block_out_channels=(8, 8, 8, 8), decoder_block_out_channels=(8, 8, 8),
            layers_per_block=(1,) * 5, decoder_layers_per_block=(1,) * 4,
            spatio_temporal_scaling=(True,) * 4, decoder_spatio_temporal_scaling=(True,) * 3,
            decoder_inject_noise=(False,) * 4, downsample_type=("spatial", "temporal", "spatiotemporal", "spatiotemporal"),
            upsample_residual=(False,) * 3, upsample_factor=(1, 1, 1), timestep_conditioning=False, patch_size=4,
            patch_size_t=1, encoder_causal=True, decoder_causal=False, spatial_compression_ratio=32,
            temporal_compression_ratio=8, decoder_spatial_padding_mode="zeros",
        ).eval(),
        audio_vae=diffusers.AutoencoderKLLTX2Audio(
            base_channels=4, ch_mult=(1, 1, 1), num_res_blocks=1, in_channels=2, resolution=32, latent_channels=2,
            mel_bins=8,
        ).eval(),
        text_encoder=encoder,
        tokenizer=tokenizer,
        connectors=LTX2TextConnectors(
            caption_channels=HIDDEN, text_proj_in_factor=layers + 1, video_connector_num_attention_heads=4,
            video_connector_attention_head_dim=8, video_connector_num_layers=1,
            video_connector_num_learnable_registers=None, audio_connector_num_attention_heads=4,
            audio_connector_attention_head_dim=8, audio_connector_num_layers=1,
            audio_connector_num_learnable_registers=None, connector_rope_base_seq_len=32, rope_double_precision=False,
            causal_temporal_positioning=False, rope_type="split",
        ).eval(),
        transformer=diffusers.LTX2VideoTransformer3DModel(
            in_channels=4, out_channels=4, num_attention_heads=2, attention_head_dim=8, cross_attention_dim=16,
            audio_in_channels=4, audio_out_channels=4, audio_num_attention_heads=2, audio_attention_head_dim=4,
            audio_cross_attention_dim=8, num_layers=2, caption_channels=HIDDEN, rope_double_precision=False,
            rope_type="split",
        ).eval(),
        vocoder=LTX2Vocoder(
            in_channels=16, hidden_channels=32, upsample_kernel_sizes=[4, 4], upsample_factors=[2, 2],
            resnet_kernel_sizes=[3], resnet_dilations=[[1, 3, 5]], output_sampling_rate=16_000,
        ).eval(),
    )  # fmt: skip


BUILDERS = {"ltx": build_ltx, "wan": build_wan, "ltx2": build_ltx2}


def _t5_sizes(words: int) -> dict[str, int]:
    return {"vocab_size": max(words, 128), "d_model": HIDDEN, "d_ff": 37, "d_kv": 8, "num_heads": 4, "num_layers": 2}


def _t5_tokenizer() -> Any:
    """Letter by letter."""
    import transformers

    marks = [("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0)]
    return transformers.T5Tokenizer(
        vocab=[*marks, *((letter, -2.0) for letter in LETTERS)], extra_ids=0, model_max_length=512
    )


def _t5() -> tuple[Any, Any]:
    import transformers

    tokenizer = _t5_tokenizer()
    # Models that are built, not loaded, are in training and would drop out at random.
    config = transformers.T5Config(**_t5_sizes(len(tokenizer)), decoder_start_token_id=0, is_gated_act=False)
    return tokenizer, transformers.T5EncoderModel(config).eval()


def _gemma() -> tuple[Any, Any]:
    import transformers
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors

    marks = ["<pad>", "<eos>", "<bos>", "<unk>", "<start_of_image>", "<end_of_image>", "<image_soft_token>"]
    words = {word: number for number, word in enumerate(marks + LETTERS)}
    letters = Tokenizer(models.BPE(words, [], unk_token="<unk>"))
    letters.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="never")
    letters.decoder = decoders.Metaspace()
    letters.post_processor = processors.TemplateProcessing(single=["<bos>", "$A"], special_tokens=[("<bos>", 2)])
    tokenizer = transformers.PreTrainedTokenizerFast(
        tokenizer_object=letters, pad_token="<pad>", eos_token="<eos>", bos_token="<bos>", unk_token="<unk>",
        model_max_length=1024, padding_side="left",
    )  # fmt: skip
    text = {
        "vocab_size": max(len(tokenizer), 128), "hidden_size": HIDDEN, "intermediate_size": 37, "num_hidden_layers": 2,
        "num_attention_heads": 4, "num_key_value_heads": 2, "head_dim": 8, "max_position_embeddings": 1024,
    }  # fmt: skip
    seen = {
        "hidden_size": 16, "intermediate_size": 24, "num_hidden_layers": 1, "num_attention_heads": 2, "image_size": 32,
        "patch_size": 16,
    }  # fmt: skip
    config = transformers.Gemma3Config(
        text_config=text, vision_config=seen, mm_tokens_per_image=4, image_token_index=6, boi_token_index=4,
        eoi_token_index=5,
    )  # fmt: skip
    return tokenizer, transformers.Gemma3ForConditionalGeneration(config).eval()
