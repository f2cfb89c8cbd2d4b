/// Shows on stderr the progress of a task that lasts longer than two seconds.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace serinus::cli {

/// How much is done, in blocks and, if the total is known, as a share.
struct ProgressState {
    uint64_t blocks = 0;
    uint32_t number = 0;               ///< of the last block
    std::optional<double> share = {};  ///< from 0 to 1
};

/// Prints nothing in the first two seconds. On a terminal it overwrites its line; otherwise it prints a line now and
/// then.
class Progress {
  public:
    /// `verb` begins the line: "Importing".
    explicit Progress(const char* verb);
    ~Progress();
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    /// Cheap: reads the clock.
    void update(const ProgressState& state);
    /// Ends the line, so that other text can be printed.
    void clear();

  private:
    void show(const ProgressState& state, uint64_t now_ns);

    const char* verb_;
    bool terminal_;
    bool line_open_ = false;
    uint64_t start_ns_;
    uint64_t shown_ns_;
    uint64_t shown_blocks_ = 0;
};

/// "Importing: block #1234, 56.7 blocks/s (60.1 in all), 12.3 %, 1 min 2 s left"
std::string progress_line(const char* verb, const ProgressState& state, double recent_rate, double mean_rate,
                          std::optional<double> seconds_left);

}  // namespace serinus::cli
