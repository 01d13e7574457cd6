"""Networks for `bench_diffusion`: of full size with random weights, or a few thousand weights where there is no card.

Random weights are as fast as trained ones, for dense arithmetic does not look at its numbers.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from songreel_engine.rendering.diffusion.libraries import library

FILM_PX = (1080, 1920)
GENERATED_PX = (544, 960)
KEYFRAME_PX = (768, 1344)
TEXT_TOKENS, TEXT_WIDTH = 128, 4096


@dataclass(frozen=True)
class Networks:
    """A video pipeline, a key-image pipeline, and what to ask them with."""

    video: Any
    keyframes: Any
    video_words: dict[str, Any]
    unguided_words: dict[str, Any]
    keyframe_words: dict[str, Any]
    generated_px: tuple[int, int]
    keyframe_px: tuple[int, int]
    film_px: tuple[int, int]
    frames: int
    full_size: bool


def full_size(frames: int, device: str = "cuda") -> Networks:
    """LTX-Video 2B with its 0.9.5 decoder and SDXL, as their own configurations have them, in bfloat16."""
    torch, diffusers = library("torch"), library("diffusers")

    def on_card(build: Callable[[], Any]) -> Any:
        before = torch.get_default_dtype()
        torch.set_default_dtype(torch.bfloat16)
        try:
            with torch.device(device):
                part = build()
        finally:
            torch.set_default_dtype(before)
        # Neither zeros nor what lay in memory: both change how fast kernels are.
        for parameter in part.parameters():
            parameter.data.normal_(0, 0.02)
        return part.eval().requires_grad_(False)

    transformer = on_card(lambda: diffusers.LTXVideoTransformer3DModel(num_layers=28, caption_channels=TEXT_WIDTH))
    decoder = on_card(
        lambda: diffusers.AutoencoderKLLTXVideo(
            latent_channels=128,
            block_out_channels=(128, 256, 512, 1024, 2048),
            down_block_types=("LTXVideo095DownBlock3D",) * 4,
            decoder_block_out_channels=(256, 512, 1024),
            layers_per_block=(4, 6, 6, 2, 2),
            decoder_layers_per_block=(5, 5, 5, 5),
            spatio_temporal_scaling=(True,) * 4,
            decoder_spatio_temporal_scaling=(True,) * 3,
            decoder_inject_noise=(False,) * 4,
            downsample_type=("spatial", "temporal", "spatiotemporal", "spatiotemporal"),
            upsample_residual=(True,) * 3,
            upsample_factor=(2, 2, 2),
            timestep_conditioning=True,
            spatial_compression_ratio=32,
            temporal_compression_ratio=8,
        )
    )
    video = diffusers.LTXImageToVideoPipeline(
        scheduler=diffusers.FlowMatchEulerDiscreteScheduler(),
        vae=decoder,
        text_encoder=None,
        tokenizer=None,
        transformer=transformer,
    )
    words = {
        "prompt_embeds": torch.randn(1, TEXT_TOKENS, TEXT_WIDTH, device=device, dtype=torch.bfloat16),
        "prompt_attention_mask": torch.ones(1, TEXT_TOKENS, device=device, dtype=torch.bool),
    }
    unet = on_card(
        lambda: diffusers.UNet2DConditionModel(
            sample_size=128,
            block_out_channels=(320, 640, 1280),
            down_block_types=("DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"),
            up_block_types=("CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"),
            transformer_layers_per_block=[1, 2, 10],
            attention_head_dim=[5, 10, 20],
            cross_attention_dim=2048,
            use_linear_projection=True,
            addition_embed_type="text_time",
            addition_time_embed_dim=256,
            projection_class_embeddings_input_dim=2816,
        )
    )
    pictures = on_card(
        lambda: diffusers.AutoencoderKL(
            block_out_channels=[128, 256, 512, 512],
            down_block_types=["DownEncoderBlock2D"] * 4,
            up_block_types=["UpDecoderBlock2D"] * 4,
            layers_per_block=2,
            latent_channels=4,
            sample_size=1024,
            scaling_factor=0.13025,
            force_upcast=False,
        )
    )
    keyframes = diffusers.StableDiffusionXLPipeline(
        vae=pictures,
        text_encoder=None,
        text_encoder_2=None,
        tokenizer=None,
        tokenizer_2=None,
        unet=unet,
        scheduler=diffusers.EulerDiscreteScheduler(timestep_spacing="trailing"),
        force_zeros_for_empty_prompt=True,
    )
    keyframe_words = {
        "prompt_embeds": torch.randn(1, 77, 2048, device=device, dtype=torch.bfloat16),
        "pooled_prompt_embeds": torch.randn(1, 1280, device=device, dtype=torch.bfloat16),
    }
    return Networks(
        video, keyframes, words, words, keyframe_words, GENERATED_PX, KEYFRAME_PX, FILM_PX, frames, full_size=True
    )


def tiny() -> Networks:
    """A few thousand weights on the processor."""
    # The tests' own; a machine with a card needs none of them.
    sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests"))
    from tiny_models import sdxl
    from tiny_videos import build_ltx

    library("torch").set_num_threads(1)
    words = {"prompt": "a street in the evening"}
    return Networks(
        build_ltx(), sdxl(), words, words, words, (64, 96), (64, 96), (108, 192), frames=25, full_size=False
    )


def quiet(networks: Networks) -> Networks:
    for pipe in (networks.video, networks.keyframes):
        pipe.set_progress_bar_config(disable=True)
    library("diffusers").utils.logging.set_verbosity_error()
    return networks
