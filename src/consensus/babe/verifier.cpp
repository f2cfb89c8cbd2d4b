#include "consensus/babe/verifier.hpp"

#include <list>

#include "base/hex.hpp"
#include "consensus/babe/claim.hpp"

namespace serinus::consensus::babe {

using chain::Ancestry;
using chain::ChainError;
using chain::HeaderToCheck;
using chain::HeaderVerdict;

namespace {

constexpr size_t kCachedEpochs = 4;  // two for each of two branches

HeaderVerdict refuse(std::string reason) { return {.refusal = std::move(reason)}; }

ChainError lost(const Hash256& hash, const char* what) {
    return {ChainError::Kind::kStore, std::string(what) + " of block " + to_hex_prefixed(hash.bytes)};
}

}  // namespace

struct Verifier::Impl {
    Configuration genesis;
    std::function<uint64_t()> now_ms;
    /// By the block that announced them; the last one used is the first.
    std::list<std::pair<Hash256, std::shared_ptr<const NextEpoch>>> announced;

    Result<std::shared_ptr<const NextEpoch>, ChainError> announced_by(const Hash256& hash, Ancestry& ancestry) {
        for (auto at = announced.begin(); at != announced.end(); ++at) {
            if (at->first != hash) continue;
            announced.splice(announced.begin(), announced, at);
            return at->second;
        }
        std::shared_ptr<const NextEpoch> found;
        if (hash == Hash256()) {
            found = std::make_shared<NextEpoch>(genesis.authorities, genesis.randomness);
        } else {
            TRY_ASSIGN(const auto header, ancestry.find_header(hash));
            if (!header) return Err(lost(hash, "the database lacks the header"));
            auto digests = find_digests(*header);
            if (!digests || !digests->next_epoch) return Err(lost(hash, "there is no epoch in the header"));
            found = std::make_shared<NextEpoch>(*std::move(digests->next_epoch));
        }
        announced.emplace_front(hash, found);
        if (announced.size() > kCachedEpochs) announced.pop_back();
        return found;
    }

    Result<HeaderVerdict, ChainError> check(const HeaderToCheck& what, Ancestry& ancestry) {
        const auto digests = find_digests(what.header);
        if (!digests) return refuse(digests.error());
        if (!digests->claim) return refuse("it has no BABE pre-digest");
        const Slot slot = slot_of(*digests->claim);

        std::optional<EpochRecord> parent;
        if (what.parent.number.value != 0) {
            auto record = scale::decode<EpochRecord>(what.parent_record);
            if (!record) return Err(lost(what.parent_hash, "there is no BABE epoch with the record"));
            parent = *std::move(record);
            const auto parent_digests = find_digests(what.parent);
            if (!parent_digests || !parent_digests->claim) return Err(lost(what.parent_hash, "no slot in the header"));
            const Slot parent_slot = slot_of(*parent_digests->claim);
            if (slot <= parent_slot) {
                return refuse("its slot " + std::to_string(slot) + " is not after its parent's, " +
                              std::to_string(parent_slot));
            }
        }
        // A clock that is late by less than a slot is nobody's fault.
        if (now_ms && genesis.slot_duration_ms != 0 && slot > now_ms() / genesis.slot_duration_ms + 1) {
            return refuse("its slot " + std::to_string(slot) + " is in the future, by the clock of this machine");
        }
        const EpochOfBlock epoch = epoch_of(parent, slot, genesis);
        TRY_ASSIGN(const auto data, announced_by(epoch.frame.announced_by, ancestry));
        std::string wrong =
            check_claim(what.header, *digests->claim, {epoch.frame, data->authorities, data->randomness});
        if (!wrong.empty()) return refuse(std::move(wrong));
        const auto record = record_of(parent, epoch, what.hash, *digests);
        if (!record) return refuse(record.error());
        return HeaderVerdict{.record = scale::encode(*record), .weight = record->primary_blocks};
    }
};

Verifier::Verifier(Configuration genesis, std::function<uint64_t()> now_ms)
    : impl_(std::make_unique<Impl>(std::move(genesis), std::move(now_ms))) {}
Verifier::~Verifier() = default;

Result<HeaderVerdict, ChainError> Verifier::check(const HeaderToCheck& header, Ancestry& ancestry) {
    return impl_->check(header, ancestry);
}

}  // namespace serinus::consensus::babe
