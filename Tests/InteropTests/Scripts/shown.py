"""shown.py [-SECONDS] FILE...: what a viewer sees and hears of each file that Support/Awkward.swift drew. Prints JSON, an object a file. With
-SECONDS only of its last ones.

    streams          [pictures, sounds]
    width, height    as shown: turned, with square pixels
    pixels, range, transfer, isInterlaced (any picture's flag), codec
    corners          their colours: top left, top right, bottom left, bottom right
    pictures         [[time, number], ...], in s
    comb             how much neighbouring rows of the running bar differ: the median of the pictures'
    flashes, beeps   when each begins, in s
    channels, end    end of the later of both, in s
"""
import array
import json
import statistics
import sys

import av

av.logging.set_level(av.logging.ERROR)


class Card:
    """One picture, turned as its container says."""

    def __init__(self, frame):
        self.turn = round(-frame.rotation) % 360
        gray = frame.reformat(format="gray").planes[0]
        self.width, self.height, self.stride, self.luma = frame.width, frame.height, gray.line_size, bytes(gray)
        self.frame = frame

    def place(self, x, y):
        """The stored pixel of a place that is shown, both in parts of 1."""
        x, y = {0: (x, y), 90: (y, 1 - x), 180: (1 - x, 1 - y), 270: (1 - y, x)}[self.turn]
        return min(int(x * self.width), self.width - 1), min(int(y * self.height), self.height - 1)

    def light(self, x, y):
        total = 0
        for dx, dy in ((0, 0), (-0.02, 0), (0.02, 0), (0, -0.04), (0, 0.04)):
            px, py = self.place(x + dx, y + dy)
            total += self.luma[py * self.stride + px]
        return total / 5

    def number(self):
        return sum(1 << bit for bit in range(9) if self.light(0.1 + 0.1 * bit, 0.42) > 100)

    def flashes(self):
        return self.light(0.5, 0.66) > 100

    def corners(self):
        colours = self.frame.reformat(format="rgb24").planes[0]
        data, names = bytes(colours), []
        for x, y in ((0.08, 0.08), (0.92, 0.08), (0.08, 0.92), (0.92, 0.92)):
            px, py = self.place(x, y)
            r, g, b = data[py * colours.line_size + px * 3:][:3]
            if min(r, g, b) > 140:
                names.append("white")
            else:
                names.append(max((r, "red"), (g, "green"), (b, "blue"))[1] if max(r, g, b) - min(r, g, b) > 40 else "grey")
        return names

    def comb(self):
        """Only of pictures that are not turned on their side."""
        rows = range(int(self.height * 0.04), int(self.height * 0.15))
        columns = range(int(self.width * 0.22), int(self.width * 0.78))
        total = 0
        for y in rows:
            a, b = y * self.stride, (y + 1) * self.stride
            total += sum(abs(self.luma[a + x] - self.luma[b + x]) for x in columns)
        return total / (len(rows) * len(columns))


def opened(path):
    container = av.open(path)
    if last and container.duration:
        container.seek(container.duration - last * av.time_base)
    return container


def picture(path, seen):
    with opened(path) as container:
        videos = [stream for stream in container.streams.video if not stream.disposition & av.stream.Disposition.attached_pic]
        seen["streams"] = [len(container.streams.video), len(container.streams.audio)]
        stream = videos[0]
        stream.thread_type = "AUTO"
        seen["codec"] = stream.codec_context.name
        aspect = stream.sample_aspect_ratio or stream.codec_context.sample_aspect_ratio or 1
        pictures, flashes, lit, combs, ends = [], [], False, [], [0.0]
        for frame in container.decode(stream):
            card, time = Card(frame), float((frame.pts if frame.pts is not None else frame.dts) * frame.time_base)
            pictures.append([round(time, 4), card.number()])
            if card.flashes() and not lit:
                flashes.append(round(time, 4))
            lit = card.flashes()
            if len(pictures) % 5 == 0 and len(combs) < 12:
                combs.append(card.comb())
            if len(pictures) == 3:
                size = (round(frame.width * float(aspect)), frame.height)
                seen["width"], seen["height"] = size[::-1] if card.turn % 180 else size
                seen["corners"] = card.corners()
                seen["pixels"] = frame.format.name
                seen["range"] = int(frame.color_range)
                seen["transfer"] = int(frame.color_trc)
            seen["isInterlaced"] = seen.get("isInterlaced", False) or bool(frame.interlaced_frame)
            ends.append(time + float((frame.duration or 0) * frame.time_base))
        seen |= {"pictures": pictures, "flashes": flashes, "comb": round(statistics.median(combs or [0]), 2)}
        return max(ends)


def sound(path, seen):
    with opened(path) as container:
        seen["channels"], seen["beeps"] = 0, []
        if not container.streams.audio:
            return 0
        stream = container.streams.audio[0]
        seen["channels"] = stream.channels
        plain = av.AudioResampler(format="flt", layout="mono")
        quiet, end = -1.0, 0.0
        for frame in container.decode(stream):
            if frame.pts is None:
                continue
            start = float(frame.pts * frame.time_base)
            end = start + frame.samples / frame.sample_rate
            frame.pts = None
            for part in plain.resample(frame):
                samples = array.array("f", bytes(part.planes[0])[: part.samples * 4])
                for index, value in enumerate(samples):
                    if abs(value) < 0.08:
                        continue
                    time = start + index / part.sample_rate
                    if time - quiet > 0.3 or quiet < 0:
                        seen["beeps"].append(round(time, 4))
                    quiet = time
        return end


paths = sys.argv[1:]
last = -int(paths.pop(0)) if paths[0].startswith("-") else 0
for path in paths:
    seen = {}
    seen["end"] = round(max(picture(path, seen), sound(path, seen)), 4)
    print(json.dumps(seen, sort_keys=True))
