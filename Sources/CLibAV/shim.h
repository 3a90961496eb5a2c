#pragma once
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/avutil.h>
#include <libavutil/display.h>
#include <libavutil/log.h>
#include <libavutil/opt.h>
#include <libavutil/pixdesc.h>

// What Swift's importer leaves out: macros with casts, compound literals and function-like macros.
static const int64_t clibav_nopts_value = AV_NOPTS_VALUE;
static const int clibav_error_eof = AVERROR_EOF;
static const int clibav_error_exit = AVERROR_EXIT;
static const int clibav_error_invalid_data = AVERROR_INVALIDDATA;
static inline int clibav_error(int posix) { return AVERROR(posix); }
