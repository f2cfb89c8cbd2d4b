#include "consensus/babe/verifier.hpp"

#include "base/hex.hpp"
#include "chain/import/inherents.hpp"
#include "chain/import/refusal_reason.hpp"
#include "consensus/babe/announced_epochs.hpp"
#include "consensus/babe/base_epochs.hpp"

namespace serinus::consensus::babe {

using chain::Ancestry;
using chain::ChainError;
using chain::HeaderToCheck;
using chain::HeaderVerdict;
using chain::MaybeRefusal;

namespace {

using chain::RefusalReason;

HeaderVerdict refuse(RefusalReason reason, std::string text) {
    return {.refusal = chain::Refusal{reason, std::move(text)}};
}

chain::Refusal in_future(Slot slot) {
    return {RefusalReason::kSlotInFuture,
            "its slot " + std::to_string(slot) + " is in the future, by the clock of this machine"};
}

ChainError lost_parent(const Hash256& hash, const char* what) {
    return {ChainError::Kind::kStore, std::string(what) + " of block " + to_hex_prefixed(hash.bytes)};
}

}  // namespace

struct Verifier::Impl {
    AnnouncedEpochs epochs;
    std::function<uint64_t()> now_ms;

    /// The time and the slot that the block claims: no runtime needs more to check the inherents of others. Observed:
    /// import of polkadot 1.25.1, for blocks of files too. A chain without a clock runs by its slots.
    chain::InherentData inherents(Slot slot) const {
        const uint64_t time = now_ms ? now_ms() : slot * epochs.genesis().slot_duration_ms;
        return {{chain::kTimestampInherent, scale::encode(time)}, {chain::kBabeInherent, scale::encode(slot)}};
    }

    /// All but the claim, the seal and the clock, which are left. The clock comes last: that a block is early counts
    /// for its author, whom the seal proves, as anybody can write a header of the future.
    Result<HeaderVerdict, ChainError> begin(const HeaderToCheck& what, Ancestry& ancestry) {
        const auto digests = find_digests(what.header);
        if (!digests) return refuse(RefusalReason::kBadDigest, digests.error());
        if (!digests->claim) return refuse(RefusalReason::kBadDigest, "it has no BABE pre-digest");
        const Slot slot = slot_of(*digests->claim);

        std::optional<EpochRecord> parent;
        if (what.parent.number.value != 0) {
            auto record = scale::decode<EpochRecord>(what.parent_record);
            if (!record) return Err(lost_parent(what.parent_hash, "there is no BABE epoch with the record"));
            parent = *std::move(record);
            const auto parent_digests = find_digests(what.parent);
            if (!parent_digests || !parent_digests->claim)
                return Err(lost_parent(what.parent_hash, "no slot in the header"));
            const Slot parent_slot = slot_of(*parent_digests->claim);
            if (slot <= parent_slot) {
                return refuse(
                    RefusalReason::kBadSlot,
                    "its slot " + std::to_string(slot) + " is not after its parent's, " + std::to_string(parent_slot));
            }
        }
        const Configuration& genesis = epochs.genesis();
        // A clock that is late by less than a slot is no fault of the author.
        const bool is_early = now_ms && genesis.slot_duration_ms != 0 && slot > now_ms() / genesis.slot_duration_ms + 1;
        const EpochOfBlock epoch = epoch_of(parent, slot, genesis);
        TRY_ASSIGN(Epoch data, epochs.epoch(epoch.frame, AnnouncedEpochs::lookup_in(ancestry)));
        const auto record = record_of(parent, epoch, what.hash, *digests);
        if (!record) return refuse(RefusalReason::kBadDigest, record.error());
        return HeaderVerdict{.record = scale::encode(*record),
                             .weight = record->primary_blocks,
                             .inherents = scale::encode(inherents(slot)),
                             .rest = [header = what.header, claim = *digests->claim, data = std::move(data), slot,
                                      is_early]() -> MaybeRefusal {
                                 if (auto refusal = check_claim(header, claim, data)) return refusal;
                                 if (is_early) return in_future(slot);
                                 return std::nullopt;
                             }};
    }
};

Verifier::Verifier(Configuration genesis, std::function<uint64_t()> now_ms)
    : impl_(std::make_unique<Impl>(AnnouncedEpochs(std::move(genesis)), std::move(now_ms))) {}
Verifier::~Verifier() = default;

Result<HeaderVerdict, ChainError> Verifier::begin(const HeaderToCheck& header, Ancestry& ancestry) {
    return impl_->begin(header, ancestry);
}

Result<HeaderVerdict, ChainError> Verifier::check(const HeaderToCheck& header, Ancestry& ancestry) {
    TRY_ASSIGN(auto verdict, impl_->begin(header, ancestry));
    if (verdict.good()) verdict.finish();
    return verdict;
}

Result<chain::HeaderVerifier::BaseRecord, ChainError> Verifier::record_of_base(const primitives::Header&,
                                                                               const CallRuntime& call) {
    TRY_ASSIGN(const auto epochs, epochs_of_base(impl_->epochs.genesis(), call));
    return BaseRecord{.record = scale::encode(epochs.record), .weight = 0, .aux = {epochs.current, epochs.next}};
}

}  // namespace serinus::consensus::babe
