"""Narration by espeak-ng over a quiet bed made of ffmpeg's own sources; captions from the same words."""

import subprocess
import wave


def ffmpeg(*words):
    subprocess.run(["ffmpeg", "-nostdin", "-v", "error", "-y", *map(str, words)], check=True)


def seconds(path):
    with wave.open(str(path)) as file:
        return file.getnframes() / file.getframerate()


def speak(words, voice, path):
    """One sentence as WAV; gives its length in seconds."""
    subprocess.run(["espeak-ng", "-v", voice, "-s", "148", "-p", "42", "-a", "120", "-w", str(path), words], check=True)
    return seconds(path)


# Chords as frequencies in hertz: soft sines that breathe; the sea is brown noise that comes and goes.
CHORDS = {"night": (110, 164.81, 220, 261.63), "day": (130.81, 196, 261.63, 329.63), "walk": (146.83, 220, 293.66, 369.99),
          "bench": (98, 146.83, 196, 246.94), "shop": (174.61, 220, 261.63, 349.23)}


def bed(mood, length, sea):
    """An ffmpeg filter graph that ends in the label [bed]."""
    tones = [f"sine=f={f}:r=48000:d={length},tremolo=f={0.11 + 0.05 * i:.2f}:d=0.7,volume={0.055 - 0.008 * i:.3f}[t{i}]" for i, f in enumerate(CHORDS[mood])]
    noise = f"anoisesrc=c=brown:r=48000:d={length}:seed=7,lowpass=f=900,tremolo=f=0.13:d=0.85,volume={sea}[sea]"
    labels = "".join(f"[t{i}]" for i in range(len(tones))) + "[sea]"
    return ";".join(tones + [noise, f"{labels}amix=inputs={len(tones) + 1}:normalize=0,afade=t=in:d=2,afade=t=out:st={length - 2.5}:d=2.5[bed]"])


def track(words, voice, mood, length, sea, work, output):
    """The whole sound of a clip as WAV; gives the spoken parts as (start, end)."""
    spans, inputs, graph, labels = [], [], [bed(mood, length, sea)], "[bed]"
    for i, (start, spoken, _) in enumerate(words):
        path = work / f"say{i}.wav"
        spans.append((start, start + speak(spoken, voice, path)))
        inputs += ["-i", path]
        graph.append(f"[{i}]aresample=48000,highpass=f=110,lowpass=f=6800,aecho=0.9:0.5:38|61:0.13|0.08,volume=1.5,adelay={int(start * 1000)}[v{i}]")
        labels += f"[v{i}]"
    graph.append(f"{labels}amix=inputs={len(words) + 1}:normalize=0,apad,atrim=0:{length},alimiter=limit=0.9,aformat=channel_layouts=stereo:sample_rates=48000[out]")
    ffmpeg(*inputs, "-filter_complex", ";".join(graph), "-map", "[out]", output)
    for (start, end), following in zip(spans, [s for s, _ in spans[1:]] + [length]):
        if end > following:
            raise SystemExit(f"{output}: what starts at {start} ends at {end:.1f}, after the next one starts")
    return spans


def stamp(time, comma=False):
    whole = int(time * 1000 + 0.5)
    text = f"{whole // 3600000:02}:{whole // 60000 % 60:02}:{whole // 1000 % 60:02}.{whole % 1000:03}"
    return text.replace(".", ",") if comma else text


def captions(words, spans, translated, srt=False):
    """WebVTT or SubRip text."""
    cues = []
    for i, ((_, spoken, other), (start, end)) in enumerate(zip(words, spans)):
        line = other if translated else spoken
        half = len(line) // 2
        if len(line) > 46:
            cut = min((k for k, c in enumerate(line) if c == " "), key=lambda k: abs(k - half))
            line = line[:cut] + "\n" + line[cut + 1 :]
        head = f"{i + 1}\n" if srt else ""
        cues.append(f"{head}{stamp(start, srt)} --> {stamp(end + 0.4, srt)}\n{line}\n")
    return "\n".join(cues) if srt else "WEBVTT\n\n" + "\n".join(cues)
