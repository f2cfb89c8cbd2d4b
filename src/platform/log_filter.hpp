/// Which targets say how much.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "platform/log.hpp"

namespace serinus::log {

/// Levels by the beginning of a target's name: "info,babe=debug,txpool=trace,sync=off". The longest beginning that fits
/// decides; a directive without a target is for all others. Observed: EnvFilter of sc-tracing 48.0.0.
class Filter {
  public:
    /// nullopt: not understood. A target without a level means all that it says; levels are off, error, warn, info,
    /// debug, trace in any case, or 0 to 5.
    static std::optional<Filter> parse(std::string_view directives);

    /// Those of `other` come in place of ours for the same targets.
    void add(const Filter& other);

    /// nullopt: nothing at all.
    std::optional<Level> level_of(std::string_view target) const noexcept;
    /// The most that any target may say.
    std::optional<Level> most() const noexcept;

  private:
    struct Directive {
        std::string target;  ///< empty: all
        std::optional<Level> level;
    };
    void put(Directive directive);

    std::vector<Directive> directives_;  ///< longest target first
};

/// Ours; what a user types is shorter.
inline constexpr size_t kMaxFilterBytes = 16384;

}  // namespace serinus::log
