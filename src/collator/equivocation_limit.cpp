#include "collator/equivocation_limit.hpp"

#include <algorithm>

#include "chain/import/header_verifier.hpp"
#include "chain/import/refusal_reason.hpp"
#include "collator/digests.hpp"
#include "consensus/digest_item.hpp"

namespace serinus::collator {
namespace {

using chain::ChainError;
using chain::HeaderToCheck;
using chain::HeaderVerdict;
using chain::MaybeRefusal;

class LimitedVerifier final : public chain::HeaderVerifier {
  public:
    LimitedVerifier(std::unique_ptr<chain::HeaderVerifier> inner, std::shared_ptr<EquivocationLimit> limit)
        : inner_(std::move(inner)), limit_(std::move(limit)) {}

    Result<HeaderVerdict, ChainError> check(const HeaderToCheck& what, chain::Ancestry& ancestry) override {
        TRY_ASSIGN(HeaderVerdict verdict, inner_->check(what, ancestry));
        return limited(std::move(verdict), what);
    }
    Result<HeaderVerdict, ChainError> begin(const HeaderToCheck& what, chain::Ancestry& ancestry) override {
        TRY_ASSIGN(HeaderVerdict verdict, inner_->begin(what, ancestry));
        return limited(std::move(verdict), what);
    }
    Result<BaseRecord, ChainError> record_of_base(const primitives::Header& header, const CallRuntime& call) override {
        return inner_->record_of_base(header, call);
    }

  private:
    /// Observed: sc-network-sync 0.59.0, chain_sync.rs: a peer is dropped for a block that is not verified, whatever
    /// was wrong with it.
    static MaybeRefusal judge(EquivocationLimit& limit, const EquivocationLimit::Place& place, const Hash256& block) {
        if (limit.admit(place, block)) return std::nullopt;
        return chain::Refusal{chain::RefusalReason::kRuledOut,
                              "there are " + std::to_string(EquivocationLimit::kMostBlocks) + " others of slot " +
                                  std::to_string(place.slot) + " and its number on the same relay parent"};
    }

    /// Only what has a good seal counts: otherwise anybody could use up the slot of another.
    HeaderVerdict limited(HeaderVerdict verdict, const HeaderToCheck& what) const {
        const auto place = place_of(what.header);
        if (!verdict.good() || !place) return verdict;
        if (!verdict.rest) {
            verdict.refusal = judge(*limit_, *place, what.hash);
            return verdict;
        }
        verdict.rest = [rest = std::move(verdict.rest), limit = limit_, place = *place, block = what.hash] {
            auto refusal = rest();
            return refusal ? refusal : judge(*limit, place, block);
        };
        return verdict;
    }

    std::unique_ptr<chain::HeaderVerifier> inner_;
    std::shared_ptr<EquivocationLimit> limit_;
};

}  // namespace

bool EquivocationLimit::admit(const Place& place, const Hash256& block) {
    const std::lock_guard lock(mutex_);
    if (!counted_.contains(place) && counted_.size() == kMostPlaces) {
        counted_.erase(std::ranges::min_element(counted_, {}, [](const auto& one) { return one.second.last_use; }));
    }
    Counted& counted = counted_[place];
    counted.last_use = ++uses_;
    if (counted.blocks.contains(block)) return true;
    if (counted.blocks.size() == kMostBlocks) return std::ranges::find(wanted_, block) != wanted_.end();
    counted.blocks.insert(block);
    return true;
}

void EquivocationLimit::want(const Hash256& block) {
    const std::lock_guard lock(mutex_);
    if (wanted_.size() == kMostWanted) wanted_.pop_front();
    wanted_.push_back(block);
}

size_t EquivocationLimit::places() const {
    const std::lock_guard lock(mutex_);
    return counted_.size();
}

std::optional<EquivocationLimit::Place> place_of(const primitives::Header& header) {
    for (const auto& item : header.digest) {
        const auto slot =
            consensus::find_in_item<uint64_t, primitives::digest::PreRuntime>(item, primitives::kAuraEngine);
        if (!slot) continue;
        EquivocationLimit::Place out{.slot = *slot, .number = header.number};
        if (const auto parent = find_relay_parent(header.digest)) {
            out.relay_parent = parent->hash.value_or(parent->state_root);
        }
        return out;
    }
    return std::nullopt;
}

Result<std::unique_ptr<chain::HeaderVerifier>, ChainError> LimitedEngines::make_verifier(
    const Engine& engine, std::function<uint64_t()> now_ms) {
    TRY_ASSIGN(auto inner, engines_.make_verifier(engine, std::move(now_ms)));
    if (inner == nullptr) return inner;
    return std::unique_ptr<chain::HeaderVerifier>(new LimitedVerifier(std::move(inner), limit_));
}

}  // namespace serinus::collator
