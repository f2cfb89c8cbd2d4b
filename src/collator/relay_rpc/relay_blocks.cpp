#include "collator/relay_rpc/relay_blocks.hpp"

#include <algorithm>

namespace serinus::collator {

using chain::BlockId;
using primitives::Header;

bool RelayBlocks::take_turn(uint64_t now) noexcept {
    const uint64_t seconds = (now - std::min(now, counted_at_)) / 1'000;
    counted_at_ += seconds * 1'000;
    tokens_ = std::min(kMaxBurst, tokens_ + std::min(seconds, kMaxBurst) * kMaxEachSecond);
    if (tokens_ == 0) return false;
    --tokens_;
    return true;
}

auto RelayBlocks::on_header(Source source, const Header& header, uint64_t now, Effects& out) -> Verdict {
    SERINUS_ASSERT(missed_.empty());
    ENSURE(take_turn(now), std::string("it sends more headers than a chain has"));
    const BlockId id{primitives::header_hash(header), header.number.value};
    if (final_) {
        const bool contradicts = source == Source::kFinal && id.number == final_->number && id.hash != final_->hash;
        ENSURE(!contradicts, std::string("it says that another block is final than what was final before"));
        // It is behind the one that was asked before it.
        if (id.number < final_->number || (source == Source::kFinal && id.number == final_->number)) return {};
    }
    if (known_.contains(id.hash)) {
        conclude(source, id, out);
        return {};
    }
    source_ = source;
    missed_.push_back({id.hash, std::make_shared<const Header>(header)});
    go_back(out);
    return {};
}

/// Whether nothing before the block is to be told of.
bool RelayBlocks::is_anchored(const Header& header) const {
    if (header.number.value == 0 || known_.empty() || known_.contains(header.parent_hash)) return true;
    return final_ && header.number.value <= final_->number + 1;
}

void RelayBlocks::go_back(Effects& out) {
    const Header& oldest = *missed_.back().header;
    if (is_anchored(oldest) || missed_.size() > kMaxMissed) return tell(out);
    out.emplace_back(Fetch{oldest.parent_hash});
}

auto RelayBlocks::on_fetched(const Hash256& asked, const std::optional<Header>& header, Effects& out) -> Verdict {
    SERINUS_ASSERT(!missed_.empty() && missed_.back().header->parent_hash == asked);
    if (!header) {
        tell(out);
        return {};
    }
    if (primitives::header_hash(*header) != asked) {
        missed_.clear();
        return Err(std::string("it answers with the header of another block than was asked for"));
    }
    if (header->number.value + uint64_t{1} != missed_.back().header->number.value) {
        missed_.clear();
        return Err(std::string("it has a block whose number does not follow that of its parent"));
    }
    missed_.push_back({asked, std::make_shared<const Header>(*header)});
    go_back(out);
    return {};
}

void RelayBlocks::tell(Effects& out) {
    const BlockId last{missed_.front().hash, missed_.front().header->number.value};
    for (auto one = missed_.rbegin(); one != missed_.rend(); ++one) {
        remember(one->hash);
        out.emplace_back(NewBlock{{one->hash, one->header->number.value}, one->header});
    }
    missed_.clear();
    conclude(source_, last, out);
}

void RelayBlocks::conclude(Source source, const BlockId& block, Effects& out) {
    const auto set_best = [&](const BlockId& best) {
        if (best_ && best_->hash == best.hash) return;
        best_ = best;
        out.emplace_back(NewBest{best});
    };
    if (source == Source::kBest) set_best(block);
    if (source != Source::kFinal) return;
    final_ = block;
    out.emplace_back(NewFinal{block});
    if (!best_ || best_->number < block.number) set_best(block);
}

void RelayBlocks::remember(const Hash256& hash) {
    known_.insert(hash);
    order_.push_back(hash);
    if (order_.size() <= kMaxKnown) return;
    known_.erase(order_.front());
    order_.pop_front();
}

}  // namespace serinus::collator
