"""Avatars and banners of the two channels, and two posters."""

import pathlib
import tempfile

from canvas import *
from clips import freins, lampe, marees, phare
from sound import ffmpeg


def jpeg(drawing, output, width, height):
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder) / "picture.svg"
        source.write_text(drawing)
        ffmpeg("-i", source, "-frames:v", 1, "-vf", f"scale={width}:{height}:flags=lanczos:out_color_matrix=bt601:out_range=pc,format=yuvj420p",
               "-map_metadata", -1, "-fflags", "+bitexact", "-flags:v", "+bitexact", "-c:v", "mjpeg", "-q:v", 3, "-f", "image2", "-update", 1, output)


def heritage_avatar():
    return svg(gradient("sky", [(0, "#1c2f63"), (1, "#ffb36b")]), glow("lamp", "#fff3c4"), rect(0, 0, 600, 600, "url(#sky)"),
               circle(300, 190, 240, "url(#lamp)", opacity=0.8), phare.tower(300, 545, 1.05),
               path("M0 520 Q150 480 300 530 T600 510 V600 H0 Z", "#123359"), path("M0 560 Q150 530 300 565 T600 550 V600 H0 Z", "#0d2646"),
               width=600, height=600, view=(0, 0, 600, 600))


def workshop_avatar():
    gear = "".join(rect(-34, -236, 68, 80, SUN, 14, transform=f"rotate({a})") for a in range(0, 360, 45))
    wrench = group(rect(-24, -60, 48, 260, CREAM, 22) + path("M-62 -150 A70 70 0 0 0 -30 -40 H30 A70 70 0 0 0 62 -150 L30 -120 V-84 H-30 V-120 Z", CREAM), turn=38, move=(-10, -20))
    return svg(rect(0, 0, 600, 600, "#1f4f57"), group(gear + circle(0, 0, 186, SUN) + circle(0, 0, 120, "#1f4f57"), move=(300, 300)),
               group(wrench, move=(300, 300)), width=600, height=600, view=(0, 0, 600, 600))


def heritage_banner():
    cliff = path("M1280 720 V470 Q1180 452 1120 470 L1000 478 Q930 500 880 560 L800 600 Z", "#0b1426")
    return svg(phare.sky(1.3, 0.75), wave(488, 5, 420, 1, "#17406b"), phare.beam(1060, 218, 2.6), cliff, phare.tower(1060, 474, 0.7),
               wave(506, 5, 300, 2, "#123359"), width=1920, height=540, view=(0, 156, 1280, 360))


def workshop_banner():
    things = group(freins.bicycle(0.6), scale=0.66, about=(640, 660)) + group(lampe.lamp(1.0), move=(150, 90), scale=0.8, about=(930, 560))
    halo = glow("halo", "#fff6d0", 0.5) + gradient("fall", [(0, "#fff6d0", 0.45), (1, "#fff6d0", 0.0)])
    return svg(halo, freins.workshop(), things, width=1920, height=540, view=(0, 345, 1280, 360))


def draw_all(content):
    for channel, avatar, banner in (("patrimoine", heritage_avatar(), heritage_banner()), ("atelier", workshop_avatar(), workshop_banner())):
        jpeg(avatar, content / channel / "avatar.jpg", 400, 400)
        jpeg(banner, content / channel / "banner.jpg", 1920, 540)
    jpeg(lampe.frame(32.5), content / "atelier" / "lampe.jpg", 1280, 720)
    jpeg(marees.frame(2.2), content / "patrimoine" / "marees" / "poster.jpg", 1280, 720)
