#include "cli/progress.hpp"

#include <cstdio>

#include "base/format.hpp"
#include "platform/process.hpp"

namespace serinus::cli {
namespace {

constexpr uint64_t kSecond = 1'000'000'000;
constexpr uint64_t kQuiet = 2 * kSecond;
constexpr uint64_t kTerminalInterval = kSecond / 2;
constexpr uint64_t kLineInterval = 5 * kSecond;

std::string duration(double seconds) {
    const auto total = static_cast<uint64_t>(seconds + 0.5);
    if (total < 60) return format_text("{} s", total);
    if (total < 3600) return format_text("{} min {} s", total / 60, total % 60);
    return format_text("{} h {} min", total / 3600, total / 60 % 60);
}

}  // namespace

Progress::Progress(const char* verb)
    : verb_(verb),
      terminal_(platform::stderr_is_terminal()),
      start_ns_(platform::monotonic_ns()),
      shown_ns_(start_ns_) {}

Progress::~Progress() { clear(); }

void Progress::clear() {
    if (line_open_) std::fprintf(stderr, "\n");
    line_open_ = false;
}

void Progress::update(const ProgressState& state) {
    const uint64_t now = platform::monotonic_ns();
    if (now - start_ns_ < kQuiet || now - shown_ns_ < (terminal_ ? kTerminalInterval : kLineInterval)) {
        if (now - start_ns_ < kQuiet || shown_ns_ != start_ns_) return;  // the first line comes when the quiet is over
    }
    show(state, now);
}

void Progress::show(const ProgressState& state, uint64_t now_ns) {
    const double elapsed = static_cast<double>(now_ns - start_ns_) / 1e9;
    const double interval = static_cast<double>(now_ns - shown_ns_) / 1e9;
    const double recent = static_cast<double>(state.blocks - shown_blocks_) / interval;
    const double mean = static_cast<double>(state.blocks) / elapsed;
    std::optional<double> left;
    if (state.share && *state.share > 0) left = elapsed * (1 - *state.share) / *state.share;
    const std::string line = progress_line(verb_, state, recent, mean, left);
    std::fprintf(stderr, terminal_ ? "\r\033[K%s" : "%s\n", line.c_str());
    std::fflush(stderr);
    line_open_ = terminal_;
    shown_ns_ = now_ns;
    shown_blocks_ = state.blocks;
}

std::string progress_line(const char* verb, const ProgressState& state, double recent_rate, double mean_rate,
                          std::optional<double> seconds_left) {
    std::string line =
        format_text("{}: block #{}, {:.1f} blocks/s ({:.1f} in all)", verb, state.number, recent_rate, mean_rate);
    if (state.share) append_text(line, ", {:.1f} %", 100 * *state.share);
    if (seconds_left) append_text(line, ", {} left", duration(*seconds_left));
    return line;
}

}  // namespace serinus::cli
