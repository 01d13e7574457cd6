"""Models of the real classes with a few thousand random weights each, saved as folders that load offline like real ones.

What they make is noise, the same for the same seed: enough to prove every seam but the beauty of pictures.
"""

import json
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

torch = pytest.importorskip("torch", reason="torch is not installed; pip install 'songreel[diffusion]'")
diffusers = pytest.importorskip("diffusers", reason="diffusers is not installed; pip install 'songreel[diffusion]'")
transformers = pytest.importorskip("transformers", reason="transformers is not installed")

# More threads than such small networks have work for wait for each other longer than they work.
torch.set_num_threads(1)

TRAINED_PX = 64
"""Side of the square that the tiny SDXL says it was trained at."""


def bytes_tokenizer() -> Any:
    """CLIP's, of single bytes: it reads any text and needs no vocabulary from elsewhere."""
    from tokenizers.pre_tokenizers import ByteLevel

    letters = sorted(ByteLevel.alphabet())
    words = [*letters, *(letter + "</w>" for letter in letters), "<|startoftext|>", "<|endoftext|>"]
    vocabulary = {word: number for number, word in enumerate(words)}
    return transformers.CLIPTokenizer(vocab=vocabulary, merges=[], model_max_length=77)


def _clip_text(tokenizer: Any, kind: Any) -> Any:
    config = transformers.CLIPTextConfig(
        bos_token_id=tokenizer.bos_token_id,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
        vocab_size=len(tokenizer),
        hidden_size=32,
        intermediate_size=37,
        num_attention_heads=4,
        num_hidden_layers=3,
        projection_dim=32,
        hidden_act="gelu",
    )
    return kind(config).eval()


def _picture_vae(channels: int, **said: Any) -> Any:
    return diffusers.AutoencoderKL(
        in_channels=3,
        out_channels=3,
        latent_channels=channels,
        block_out_channels=[16, 32],
        down_block_types=["DownEncoderBlock2D"] * 2,
        up_block_types=["UpDecoderBlock2D"] * 2,
        norm_num_groups=8,
        sample_size=TRAINED_PX,
        **said,
    )


def sdxl() -> Any:
    """Stable Diffusion XL: two text encoders, a U-Net, few-step noise schedule."""
    tokenizer = bytes_tokenizer()
    unet = diffusers.UNet2DConditionModel(
        sample_size=TRAINED_PX // 2,
        in_channels=4,
        out_channels=4,
        layers_per_block=1,
        block_out_channels=(4, 8),
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        attention_head_dim=(2, 4),
        use_linear_projection=True,
        addition_embed_type="text_time",
        addition_time_embed_dim=8,
        projection_class_embeddings_input_dim=32 + 6 * 8,
        transformer_layers_per_block=(1, 1),
        cross_attention_dim=64,
        norm_num_groups=2,
    )
    return diffusers.StableDiffusionXLPipeline(
        vae=_picture_vae(4),
        text_encoder=_clip_text(tokenizer, transformers.CLIPTextModel),
        text_encoder_2=_clip_text(tokenizer, transformers.CLIPTextModelWithProjection),
        tokenizer=tokenizer,
        tokenizer_2=bytes_tokenizer(),
        unet=unet,
        scheduler=diffusers.EulerDiscreteScheduler(timestep_spacing="trailing", beta_schedule="scaled_linear"),
    )


def ip_adapter(pipe: Any, hub: Path, files: tuple[str, str], *, seed: int = 0) -> Path:
    """An adapter for a tiny SDXL, as its repository lies in a user's cache; `files`: its weights and its encoder's folder."""
    from safetensors.torch import save_file

    folder = hub / "models--h94--IP-Adapter" / "snapshots" / ("c0ffee0" + str(seed))
    weights, encoder = folder / files[0], folder / files[1]
    torch.manual_seed(seed)
    config = transformers.CLIPVisionConfig(
        hidden_size=16, intermediate_size=16, num_hidden_layers=3, num_attention_heads=2, image_size=32, patch_size=16,
        projection_dim=24,
    )  # fmt: skip
    transformers.CLIPVisionModelWithProjection(config).eval().save_pretrained(encoder, safe_serialization=True)
    weights.parent.mkdir(parents=True, exist_ok=True)
    save_file(_adapter_weights(pipe.unet), weights)
    (folder.parents[1] / "refs").mkdir(exist_ok=True)
    (folder.parents[1] / "refs" / "main").write_text(folder.name)
    return folder


def _adapter_weights(unet: Any) -> dict[str, Any]:
    """As the files of IP-Adapters "plus" have them: a resampler in their authors' naming, then keys and values by layer."""
    wide, seen, tokens = unet.config.cross_attention_dim, 16, 4
    made = {
        "image_proj.latents": torch.randn(1, tokens, wide),
        "image_proj.proj_in.weight": torch.randn(wide, seen),
        "image_proj.proj_in.bias": torch.zeros(wide),
        "image_proj.proj_out.weight": torch.randn(wide, wide) / wide**0.5,
        "image_proj.proj_out.bias": torch.zeros(wide),
        "image_proj.norm_out.weight": torch.ones(wide),
        "image_proj.norm_out.bias": torch.zeros(wide),
    }
    for layer in range(4):
        at = f"image_proj.layers.{layer}."
        for norm in ("0.norm1", "0.norm2", "1.0"):
            made |= {f"{at}{norm}.weight": torch.ones(wide), f"{at}{norm}.bias": torch.zeros(wide)}
        sides = {
            "0.to_q": (64, wide), "0.to_kv": (128, wide), "0.to_out": (wide, 64), "1.1": (4 * wide, wide),
            "1.3": (wide, 4 * wide),
        }  # fmt: skip
        made |= {f"{at}{name}.weight": torch.randn(*sides) / sides[1] ** 0.5 for name, sides in sides.items()}
    looking = [name for name in unet.attn_processors if not name.endswith("attn1.processor")]
    for number, name in enumerate(looking):
        out = unet.get_submodule(name.removesuffix(".processor")).to_k.out_features
        for part in ("to_k_ip", "to_v_ip"):
            made[f"ip_adapter.{2 * number + 1}.{part}.weight"] = torch.randn(out, wide)
    return made


def _chat_tokenizer() -> Any:
    """Of single bytes, with the frame that chat models put around what is said."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers

    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    words = {word: number for number, word in enumerate([*letters, "<pad>", "<end>"])}
    bytewise = Tokenizer(models.BPE(words, []))
    bytewise.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    bytewise.decoder = decoders.ByteLevel()
    tokenizer = transformers.PreTrainedTokenizerFast(
        tokenizer_object=bytewise, pad_token="<pad>", eos_token="<end>", model_max_length=512
    )
    tokenizer.chat_template = "{% for message in messages %}{{ message['role'] }}: {{ message['content'] }}{% endfor %}"
    return tokenizer


def _chat_config(tokenizer: Any, *, layers: int) -> Any:
    return transformers.Qwen3Config(
        vocab_size=len(tokenizer),
        hidden_size=16,
        intermediate_size=16,
        num_hidden_layers=layers,
        num_attention_heads=2,
        num_key_value_heads=2,
        head_dim=8,
        max_position_embeddings=1024,
    )


def flux2_klein() -> Any:
    """FLUX.2 klein, distilled: a chat model reads the words, pictures may be looked at beside them."""
    tokenizer = _chat_tokenizer()
    # Words are taken from the layers 9, 18 and 27 side by side.
    encoder = transformers.Qwen3ForCausalLM(_chat_config(tokenizer, layers=28)).eval()
    transformer = diffusers.Flux2Transformer2DModel(
        patch_size=1,
        in_channels=16,
        num_layers=1,
        num_single_layers=1,
        attention_head_dim=16,
        num_attention_heads=2,
        joint_attention_dim=3 * 16,
        axes_dims_rope=(4, 4, 4, 4),
        guidance_embeds=False,
    )
    vae = diffusers.AutoencoderKLFlux2(
        latent_channels=4,
        block_out_channels=(8, 8, 8, 8),
        down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4,
        layers_per_block=1,
        norm_num_groups=2,
        sample_size=TRAINED_PX,
    )
    return diffusers.Flux2KleinPipeline(
        scheduler=diffusers.FlowMatchEulerDiscreteScheduler(),
        vae=vae,
        text_encoder=encoder,
        tokenizer=tokenizer,
        transformer=transformer,
        is_distilled=True,
    )


def z_image() -> Any:
    """Z-Image: words as a list of tensors of their own lengths."""
    tokenizer = _chat_tokenizer()
    transformer = diffusers.ZImageTransformer2DModel(
        in_channels=4,
        dim=32,
        n_layers=1,
        n_refiner_layers=1,
        n_heads=2,
        n_kv_heads=2,
        cap_feat_dim=16,
        axes_dims=[8, 4, 4],
        axes_lens=[1024, 64, 64],
    )
    return diffusers.ZImagePipeline(
        scheduler=diffusers.FlowMatchEulerDiscreteScheduler(shift=3.0),
        vae=_picture_vae(4, shift_factor=0.1),
        text_encoder=transformers.Qwen3Model(_chat_config(tokenizer, layers=2)).eval(),
        tokenizer=tokenizer,
        transformer=transformer,
    )


def depth_anything() -> Any:
    """Depth Anything on a tiny DINOv2."""
    backbone = transformers.Dinov2Config(
        hidden_size=16,
        num_hidden_layers=4,
        num_attention_heads=2,
        image_size=70,
        patch_size=14,
        out_features=["stage1", "stage2", "stage3", "stage4"],
        reshape_hidden_states=False,
    )
    config = transformers.DepthAnythingConfig(
        backbone_config=backbone,
        patch_size=14,
        reassemble_hidden_size=16,
        neck_hidden_sizes=[8, 8, 16, 16],
        fusion_hidden_size=8,
        head_hidden_size=8,
    )
    return transformers.DepthAnythingForDepthEstimation(config).eval()


def nsfw_detector(*, always: str) -> Any:
    """A picture classifier that answers `always`, normal or nsfw, whatever it is shown."""
    config = transformers.ViTConfig(
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        image_size=32,
        patch_size=16,
        id2label={0: "normal", 1: "nsfw"},
        label2id={"normal": 0, "nsfw": 1},
    )
    network = transformers.ViTForImageClassification(config).eval()
    with torch.no_grad():
        network.classifier.weight.zero_()
        network.classifier.bias.copy_(torch.tensor([9.0, -9.0] if always == "normal" else [-9.0, 9.0]))
    return network


def saved(build: Callable[[], Any], folder: Path) -> Path:
    """The folder that a pipeline is saved in. The same weights each time."""
    torch.manual_seed(0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        build().save_pretrained(folder, safe_serialization=True)
    return folder


def saved_network(build: Callable[[], Any], folder: Path, *, side_px: int) -> Path:
    """The folder of a single network and of what prepares pictures of `side_px` for it."""
    saved(build, folder)
    processor = {
        "image_processor_type": "ViTImageProcessor",
        "do_resize": True,
        "size": {"height": side_px, "width": side_px},
        "do_rescale": True,
        "do_normalize": True,
        "image_mean": [0.5, 0.5, 0.5],
        "image_std": [0.5, 0.5, 0.5],
    }
    (folder / "preprocessor_config.json").write_text(json.dumps(processor))
    return folder
