#include "platform/log.hpp"

#include <cstdio>

namespace serinus::log {

bool set_filter(std::string_view) { return true; }
bool add_filter(std::string_view) { return true; }
void reset_filter() {}
bool enabled(Level level, std::string_view) noexcept { return level <= Level::kInfo; }
void write(Level level, std::string_view target, std::string_view message) {
    if (!enabled(level, target)) return;
    std::fprintf(stderr, "%.*s\n", static_cast<int>(message.size()), message.data());
}

}  // namespace serinus::log
