/// The state of a block of another chain's node, on which a fork of that chain rests.
#pragma once

#include "state/database.hpp"

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
    /// As BlockState::get_or_ask.
    virtual std::optional<EntryResult> get_or_ask(Area area, BytesView key, TakeEntry& take) {
        (void)take;
        return get(area, key);
    }
    /// What get_or_ask asks for is fetched by tasks of this scheduler, which must not end before the last of these
    /// calls. Without one get_or_ask waits as get() does.
    virtual void fetch_with(platform::Scheduler& scheduler) { (void)scheduler; }
    /// Whether get_or_ask waits for nothing, not for a disk either.
    virtual bool never_waits() const { return false; }
};

}  // namespace serinus::state
