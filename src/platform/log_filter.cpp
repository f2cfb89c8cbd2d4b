#include "platform/log_filter.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace serinus::log {
namespace {

struct NamedLevel {
    std::string_view name;
    std::optional<Level> level;
};

constexpr std::array<NamedLevel, 13> kLevels = {{
    {"off", std::nullopt},
    {"error", Level::kError},
    {"warn", Level::kWarn},
    {"warning", Level::kWarn},
    {"info", Level::kInfo},
    {"debug", Level::kDebug},
    {"trace", Level::kTrace},
    {"0", std::nullopt},
    {"1", Level::kError},
    {"2", Level::kWarn},
    {"3", Level::kInfo},
    {"4", Level::kDebug},
    {"5", Level::kTrace},
}};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

const NamedLevel* find_level(std::string_view name) {
    const auto same = [name](const NamedLevel& level) { return std::ranges::equal(level.name, name, {}, {}, lower); };
    const auto* found = std::ranges::find_if(kLevels, same);
    return found == kLevels.end() ? nullptr : found;
}

bool is_target(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == ':' ||
               c == '.' || c == '/';
    });
}

std::string_view trim(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

}  // namespace

std::optional<Filter> Filter::parse(std::string_view directives) {
    if (directives.size() > kMaxFilterBytes) return std::nullopt;
    Filter out;
    while (!directives.empty()) {
        const size_t comma = std::min(directives.find(','), directives.size());
        const std::string_view directive = trim(directives.substr(0, comma));
        directives.remove_prefix(std::min(comma + 1, directives.size()));
        if (directive.empty()) continue;
        const size_t equals = directive.find('=');
        if (equals == directive.npos) {
            if (const NamedLevel* level = find_level(directive)) {
                out.put({"", level->level});
            } else if (is_target(directive)) {
                out.put({std::string(directive), Level::kTrace});
            } else {
                return std::nullopt;
            }
            continue;
        }
        const std::string_view target = trim(directive.substr(0, equals));
        const NamedLevel* level = find_level(trim(directive.substr(equals + 1)));
        if (level == nullptr || !is_target(target)) return std::nullopt;
        out.put({std::string(target), level->level});
    }
    return out;
}

void Filter::put(Directive directive) {
    const auto same = std::ranges::find(directives_, directive.target, &Directive::target);
    if (same != directives_.end()) {
        same->level = directive.level;
        return;
    }
    const auto shorter = std::ranges::find_if(
        directives_, [&](const Directive& other) { return other.target.size() < directive.target.size(); });
    directives_.insert(shorter, std::move(directive));
}

void Filter::add(const Filter& other) {
    for (const Directive& directive : other.directives_) put(directive);
}

std::optional<Level> Filter::level_of(std::string_view target) const noexcept {
    for (const Directive& directive : directives_) {
        if (target.starts_with(directive.target)) return directive.level;
    }
    return std::nullopt;
}

std::optional<Level> Filter::most() const noexcept {
    std::optional<Level> most;
    for (const Directive& directive : directives_) {
        if (directive.level && (!most || *directive.level > *most)) most = directive.level;
    }
    return most;
}

}  // namespace serinus::log
