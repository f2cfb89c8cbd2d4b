#include "parachain/disputes/chain_scraper.hpp"

namespace serinus::parachain {

void CandidateSightings::add(const CandidateHash& candidate, const Block& block) {
    blocks_[candidate].insert(block);
    by_number_[block.first].insert(candidate);
}

void CandidateSightings::forget_below(BlockNumber number) {
    while (!by_number_.empty() && by_number_.begin()->first < number) {
        for (const CandidateHash& candidate : by_number_.begin()->second) {
            const auto found = blocks_.find(candidate);
            if (found == blocks_.end()) continue;
            std::erase_if(found->second, [&](const Block& block) { return block.first < number; });
            if (found->second.empty()) blocks_.erase(found);
        }
        by_number_.erase(by_number_.begin());
    }
}

std::vector<CandidateSightings::Block> CandidateSightings::blocks_of(const CandidateHash& candidate) const {
    const auto found = blocks_.find(candidate);
    if (found == blocks_.end()) return {};
    return {found->second.begin(), found->second.end()};
}

std::vector<Hash256> ChainScraper::missing(const Hash256& leaf, BlockNumber number, BlockNumber finalized,
                                           const ParentOf& parent_of) const {
    std::vector<Hash256> out{leaf};
    const BlockNumber last = saturating_sub(finalized, kLifetimeAfterFinality);
    if (scraped_.contains(leaf)) return out;
    while (number > last + 1 && out.size() <= kMaxAncestors) {
        const std::optional<Hash256> parent = parent_of(out.back());
        if (!parent || scraped_.contains(*parent)) break;
        out.push_back(*parent);
        --number;
    }
    std::reverse(out.begin(), out.end());
    return out;
}

void ChainScraper::note(const ScrapedBlock& block) {
    for (const CandidateReceipt& receipt : block.included) included_.add(receipt.hash(), {block.number, block.hash});
    for (const CandidateReceipt& receipt : block.backed) backed_.add(receipt.hash(), {block.number, block.hash});
    if (!scraped_.insert(block.hash).second) return;
    scraped_order_.push_back(block.hash);
    if (scraped_order_.size() <= kMaxScraped) return;
    scraped_.erase(scraped_order_.front());
    scraped_order_.pop_front();
}

void ChainScraper::on_finalized(BlockNumber number) {
    // The final block is the first of the ten.
    const BlockNumber kept = saturating_sub(number, kLifetimeAfterFinality - 1);
    included_.forget_below(kept);
    backed_.forget_below(kept);
}

}  // namespace serinus::parachain
