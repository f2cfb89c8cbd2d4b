/// The state of a block of another chain's node, on which a fork of that chain rests.
#pragma once

#include "state/backend.hpp"

namespace serinus::state {

/// Any thread. What was read once stays the same. Errors: kIo, with advice: the origin does not answer.
class Origin {
  public:
    virtual ~Origin() = default;
    /// Of the block at which the fork begins, as its header says.
    virtual Hash256 root() const = 0;
    virtual Hash256 block() const = 0;
    virtual Result<std::optional<Bytes>, StateError> get(Area area, BytesView key) = 0;
    /// The first key greater than `key`.
    virtual Result<std::optional<Bytes>, StateError> next_key(Area area, BytesView key) = 0;
    /// Whether get() does not have to wait for another node.
    virtual bool is_at_hand(Area area, BytesView key) {
        (void)area;
        (void)key;
        return true;
    }
};

}  // namespace serinus::state
