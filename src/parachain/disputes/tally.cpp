#include "parachain/disputes/tally.hpp"

#include <bit>

namespace serinus::parachain {

bool Tally::Set::add(uint32_t index) {
    if (has(index)) return false;
    if (words.size() <= index / 64) words.resize(index / 64 + 1);
    words[index / 64] |= uint64_t{1} << (index % 64);
    return true;
}

size_t Tally::Set::count() const noexcept {
    size_t out = 0;
    for (const uint64_t word : words) out += static_cast<size_t>(std::popcount(word));
    return out;
}

Tally Tally::of(const CandidateVotes& votes, size_t validators) {
    Tally out(validators);
    for (const auto& [validator, vote] : votes.valid) {
        if (validator._0 >= validators) continue;
        out.valid_.add(validator._0);
        if (is_backing(vote.first)) out.backing_.add(validator._0);
    }
    for (const auto& [validator, vote] : votes.invalid) {
        if (validator._0 < validators) out.invalid_.add(validator._0);
    }
    return out;
}

bool Tally::add(const CheckedVote& vote) {
    const uint32_t validator = vote.validator._0;
    if (validator >= validators_) return false;
    if (!vote.is_valid()) return invalid_.add(validator);
    const bool is_backing_vote = is_backing(std::get<DisputeVote::Valid>(vote.vote.v)._0);
    const bool takes_place = is_backing_vote && backing_.add(validator);
    return valid_.add(validator) || takes_place;
}

size_t Tally::voter_count() const noexcept {
    size_t out = 0;
    for (size_t i = 0; i < std::max(valid_.words.size(), invalid_.words.size()); ++i) {
        const uint64_t in_favour = i < valid_.words.size() ? valid_.words[i] : 0;
        const uint64_t against = i < invalid_.words.size() ? invalid_.words[i] : 0;
        out += static_cast<size_t>(std::popcount(in_favour | against));
    }
    return out;
}

std::vector<ValidatorIndex> Tally::against() const {
    std::vector<ValidatorIndex> out;
    for (size_t i = 0; i < invalid_.words.size(); ++i) {
        for (uint64_t left = invalid_.words[i]; left != 0; left &= left - 1) {
            out.push_back({static_cast<uint32_t>(i * 64) + static_cast<uint32_t>(std::countr_zero(left))});
        }
    }
    return out;
}

VoteState assess(const Tally& tally, size_t validators, const std::set<ValidatorIndex>& disabled, uint64_t now_s) {
    using Stage = DisputeStatus::Stage;
    const size_t byzantine = polkadot_primitives::v5::byzantine_threshold(validators);
    const size_t supermajority = polkadot_primitives::v5::supermajority_threshold(validators);
    const size_t in_favour = tally.valid_count();
    const size_t against = tally.invalid_count();
    const auto disabled_against = std::count_if(disabled.begin(), disabled.end(),
                                                [&](ValidatorIndex validator) { return tally.is_against(validator); });
    VoteState out;
    out.are_all_raisers_disabled = static_cast<size_t>(disabled_against) == against;
    if (in_favour == 0 || against == 0) return out;
    const bool is_confirmed = tally.voter_count() > byzantine;
    if (!is_confirmed && out.are_all_raisers_disabled) return out;

    out.status = DisputeStatus{is_confirmed ? Stage::kConfirmed : Stage::kActive, 0};
    if (against >= supermajority) {
        out.status = DisputeStatus{Stage::kConcludedAgainst, now_s};
    } else if (in_favour >= supermajority) {
        out.status = DisputeStatus{Stage::kConcludedFor, now_s};
    }
    out.has_byzantine_against = against > byzantine;
    return out;
}

const Tallies::Entry* Tallies::find(const DisputeKey& dispute) {
    if (const auto known = newer_.find(dispute); known != newer_.end()) return &known->second;
    auto node = older_.extract(dispute);
    return node.empty() ? nullptr : &put(dispute, std::move(node.mapped()));
}

const Tallies::Entry* Tallies::peek(const DisputeKey& dispute) const {
    if (const auto known = newer_.find(dispute); known != newer_.end()) return &known->second;
    const auto known = older_.find(dispute);
    return known == older_.end() ? nullptr : &known->second;
}

const Tallies::Entry& Tallies::put(const DisputeKey& dispute, Entry entry) {
    older_.erase(dispute);
    if (newer_.size() >= kKept && !newer_.contains(dispute)) older_ = std::exchange(newer_, {});
    return newer_.insert_or_assign(dispute, std::move(entry)).first->second;
}

void Tallies::clear() {
    newer_.clear();
    older_.clear();
}

}  // namespace serinus::parachain
