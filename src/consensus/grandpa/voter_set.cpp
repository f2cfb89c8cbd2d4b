#include "consensus/grandpa/voter_set.hpp"

#include "base/checked.hpp"

namespace serinus::consensus::grandpa {

std::optional<VoterSet> VoterSet::from(const AuthorityList& authorities) {
    VoterSet out;
    for (const Authority& authority : authorities) {
        if (authority.weight == 0) continue;
        if (out.total_ + authority.weight < out.total_) return std::nullopt;
        out.total_ += authority.weight;
        out.voters_.push_back(authority);
    }
    if (out.voters_.empty()) return std::nullopt;

    std::ranges::sort(out.voters_, {}, &Authority::id);
    AuthorityList merged;
    for (const Authority& voter : out.voters_) {
        if (!merged.empty() && merged.back().id == voter.id) {
            merged.back().weight += voter.weight;
        } else {
            merged.push_back(voter);
        }
    }
    out.voters_ = std::move(merged);
    for (const Authority& voter : out.voters_) out.all_weigh_one_ &= voter.weight == 1;
    return out;
}

std::optional<size_t> VoterSet::find(const AuthorityId& id) const {
    const auto at = std::ranges::lower_bound(voters_, id, {}, &Authority::id);
    if (at == voters_.end() || at->id != id) return std::nullopt;
    return static_cast<size_t>(at - voters_.begin());
}

Weight VoterSet::weight_of(const VoterBits& bits, const VoterBits& also) const {
    Weight sum = 0;
    for (size_t i = 0; i < bits.words().size(); ++i) {
        uint64_t word = bits.words()[i] | also.words()[i];
        if (all_weigh_one_) {
            sum += static_cast<Weight>(std::popcount(word));
            continue;
        }
        for (; word != 0; word &= word - 1) {
            sum += voters_[i * 64 + static_cast<size_t>(std::countr_zero(word))].weight;
        }
    }
    return sum;
}

}  // namespace serinus::consensus::grandpa
