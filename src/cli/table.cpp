#include "cli/table.hpp"

#include <algorithm>

#include "base/format.hpp"

namespace serinus::cli {
namespace {

/// What is seen of UTF-8 text: continuation bytes take no place.
size_t width_of(const std::string& text) {
    return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xc0) != 0x80; }));
}

}  // namespace

std::string format_table(const std::vector<std::string>& titles, const std::vector<std::vector<std::string>>& rows) {
    std::vector<size_t> widths;
    for (const std::string& title : titles) widths.push_back(width_of(title));
    for (const auto& row : rows) {
        for (size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width_of(row[i]));
    }
    std::string line = "+";
    for (const size_t width : widths) append_text(line, "{:-<{}}+", "", width + 2);
    line += '\n';
    std::string out = line;
    const auto add = [&](const std::vector<std::string>& row) {
        out += '|';
        for (size_t i = 0; i < row.size(); ++i) append_text(out, " {:<{}} |", row[i], widths[i]);
        out += '\n';
    };
    add(titles);
    out += line;
    for (const auto& row : rows) add(row);
    return out + line;
}

std::string format_rate(double bytes_per_second) {
    const char* unit = "B/s";
    for (const char* next : {"KiB/s", "MiB/s", "GiB/s"}) {
        if (bytes_per_second < 1024) break;
        bytes_per_second /= 1024;
        unit = next;
    }
    return format_text("{:.2f} {}", bytes_per_second, unit);
}

std::string format_duration(double nanoseconds) {
    const char* unit = "ns";
    for (const char* next : {"us", "ms", "s"}) {
        if (nanoseconds < 1000) break;
        nanoseconds /= 1000;
        unit = next;
    }
    return format_text("{:.2f} {}", nanoseconds, unit);
}

}  // namespace serinus::cli
