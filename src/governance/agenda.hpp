/// A call as a task of the pallet Scheduler in a state.
#pragma once

#include "metadata/metadata.hpp"
#include "primitives/header.hpp"
#include "state/overlay.hpp"

namespace serinus::governance {

/// The types that a chain's Scheduler has, as far as a task is made of them.
class SchedulerTypes {
  public:
    /// The error is a sentence: the chain has no Scheduler, or one whose tasks have another shape.
    /// Observed: pallet_scheduler's Scheduled since polkadot v0.9.37
    static Result<SchedulerTypes, std::string> find(const metadata::Metadata& metadata);

    uint32_t origin_type() const noexcept { return origin_->type; }

    /// The encoded task. `bounded_call`: as call_of_bytes() or call_of_preimage() make it.
    Bytes task(BytesView bounded_call, BytesView origin) const;
    Bytes inline_call(BytesView call) const;
    Bytes looked_up_call(const Hash256& hash, uint32_t length) const;

    /// Makes the task the only one that is due in the block: tasks of others neither run before it nor take its weight.
    Result<void, std::string> put_agenda(state::Overlay& state, primitives::BlockNumber block,
                                         std::optional<BytesView> task) const;

    const metadata::Metadata& metadata() const noexcept { return *metadata_; }

  private:
    const metadata::Metadata* metadata_ = nullptr;
    const metadata::Composite* task_ = nullptr;
    const metadata::Field* origin_ = nullptr;
    const metadata::Case* inline_ = nullptr;
    const metadata::Case* lookup_ = nullptr;
};

/// A preimage that is noted in the state: its length is in the key. nullopt: none of this hash, or no pallet Preimage.
Result<std::optional<Bytes>, std::string> find_preimage(const metadata::Metadata& metadata, state::Overlay& state,
                                                        const Hash256& hash);

/// Notes and requests a preimage in the state, as a submitted referendum has it. The error is a sentence: the pallet's
/// items have another shape. Observed: Kusama 1.0.0: pallet_preimage's RequestStatus
Result<void, std::string> put_preimage(const metadata::Metadata& metadata, state::Overlay& state, BytesView call);

}  // namespace serinus::governance
