/// Tables for people.
#pragma once

#include <string>
#include <vector>

namespace serinus::cli {

/// Columns as wide as they must be, with lines around:
///
///     +----------+-------+
///     | Category | Score |
///     +----------+-------+
///     | CPU      | 1.2   |
///     +----------+-------+
std::string format_table(const std::vector<std::string>& titles, const std::vector<std::vector<std::string>>& rows);

/// "1.42 GiB/s": two decimal places, in the largest unit in which the rate is at least 1.
std::string format_rate(double bytes_per_second);

/// "1.23 us": likewise, from ns to s.
std::string format_duration(double nanoseconds);

}  // namespace serinus::cli
