/// Who brings which part of a state: the open parts as a line, what is on its way as stretches of it.
#pragma once

#include <functional>

#include "protocols/sync/state_sizes.hpp"

namespace serinus::network::sync {

/// The open parts in the order of ranges, each as long as it is large, as far as anybody can tell.
class StateLine {
  public:
    StateLine(const std::set<state::OpenPart>& open, const StateSizes& sizes);

    double length() const noexcept { return length_; }
    double answer_bytes() const noexcept { return answer_bytes_; }
    /// How much is open before the position.
    double at(const StatePosition& position) const;
    /// How much is open before the end of an answer that begins at the position.
    double reach(const StatePosition& position) const;
    /// Where a range begins that brings what is open from the position on; nullopt: nothing is.
    std::optional<StatePosition> start_at(const StatePosition& position) const;
    /// Where one begins before which about `offset` bytes are open, or a little more.
    std::optional<StatePosition> start_behind(double offset) const;
    /// The part that has the position, or else the first one behind it; nullopt: there is none.
    std::optional<StatePosition> part_at(const StatePosition& position) const;
    /// The first part behind the position; nullopt: there is none.
    std::optional<StatePosition> part_behind(const StatePosition& position) const;

  private:
    struct Part {
        StatePosition position;
        double begin = 0, size = 0;
        double cost_begin = 0, cost = 0;  ///< of an answer's bytes
    };
    const Part* part_with(const StatePosition& position) const;

    std::vector<Part> parts_;
    double length_ = 0;
    double answer_bytes_ = 0;
};

/// The part that a request is to bring, or has brought.
struct StateStretch {
    StatePosition start;
    bool is_here = false;                   ///< the answer waits to be checked, and its end is known
    std::optional<StatePosition> end = {};  ///< then: what follows the answer; nullopt: nothing
};

/// Where an idle peer helps most: where nobody is, or in the second half of what lies before the peer that has most
/// ahead. The half is cut where an answer of that peer is likely to end, so that little comes twice.
/// `may_ask`: whether the peer may be asked for a range that begins so.
/// nullopt: all is on its way, or asked already.
std::optional<StatePosition> choose_start(const StateLine& line, const std::vector<StateStretch>& stretches,
                                          const std::function<bool(const StatePosition&)>& may_ask);

/// Where a peer goes on whose answer, one of the stretches, ended at `end`: there. nullopt: others are on what follows.
std::optional<StatePosition> continue_at(const StateLine& line, const std::vector<StateStretch>& stretches,
                                         const StatePosition& end);

}  // namespace serinus::network::sync
