#include "consensus/grandpa/authority_set.hpp"

#include "chain/import/refusal_reason.hpp"

namespace serinus::consensus::grandpa {
namespace {

using enum chain::RefusalReason;

SetVerdict refuse_change(chain::RefusalReason reason, std::string text) {
    return {.refusal = chain::Refusal{reason, std::move(text)}};
}

}  // namespace

bool is_valid(const AuthorityList& authorities) {
    return !authorities.empty() &&
           std::ranges::none_of(authorities, [](const Authority& authority) { return authority.weight == 0; });
}

OrFailure<SetVerdict> AuthoritySet::add(PendingChange change, const IsAbove& is_above) {
    if (!is_valid(change.next_authorities))
        return refuse_change(kBadAuthorityChange, "it signals authorities that are none");
    if (!change.forced()) {
        if (!TRY(standard.add(std::move(change), is_above)))
            return refuse_change(kBadAuthorityChange, "its change of authorities is known");
        return SetVerdict{.changed = true};
    }
    for (const PendingChange& other : forced) {
        if (other.hash == change.hash) return refuse_change(kBadAuthorityChange, "its change of authorities is known");
        if (TRY(is_above(other.hash, change.hash)))
            return refuse_change(kBadAuthorityChange, "it signals a second forced change of authorities");
    }
    const auto order = [](const PendingChange& one) { return std::pair(one.effective(), one.number); };
    const auto place = std::ranges::upper_bound(forced, order(change), {}, order);
    forced.insert(place, std::move(change));
    return SetVerdict{.changed = true};
}

OrFailure<SetVerdict> AuthoritySet::apply_forced(const BlockId& block, const IsAbove& is_above) {
    for (const PendingChange& change : forced) {
        if (change.effective() != block.number) continue;
        if (change.hash != block.hash && !TRY(is_above(change.hash, block.hash))) continue;

        const BlockNumber median = std::get<WhenImported>(change.when).median_last_finalized;
        for (const PendingChange* root : standard.roots()) {
            if (root->effective() <= median && TRY(is_above(root->hash, change.hash))) {
                return refuse_change(kAuthorityChangeTooEarly,
                                     "a forced change of authorities must wait for the standard one of block " +
                                         std::to_string(root->effective()));
            }
        }
        history.emplace_back(set_id, median);
        AuthorityList next = change.next_authorities;  // `change` goes with `forced`
        current = std::move(next);
        ++set_id;
        standard = {};
        best_finalized.reset();
        forced.clear();
        return SetVerdict{.changed = true, .enacted = true};
    }
    return SetVerdict{};
}

OrFailure<SetVerdict> AuthoritySet::apply_finalized(const BlockId& block, const IsAbove& is_above) {
    if (best_finalized && block.number <= *best_finalized)
        return refuse_change(kJustificationTooLate, "a higher block is final");
    // Before anything changes: an error leaves the set as it was.
    std::vector<PendingChange> still_forced;
    for (const PendingChange& change : forced) {
        if (change.effective() > block.number && TRY(is_above(block.hash, change.hash))) still_forced.push_back(change);
    }
    TRY_ASSIGN(auto finalized, standard.finalize(block, is_above));
    if (finalized.passes_two)
        return refuse_change(kJustificationTooEarly, "it would enact a change of authorities before the one below it");
    best_finalized = block.number;
    SetVerdict verdict{.changed = finalized.changed};
    if (!verdict.changed) return verdict;

    forced = std::move(still_forced);
    if (finalized.enacted) {
        history.emplace_back(set_id, block.number);
        current = std::move(finalized.enacted->next_authorities);
        ++set_id;
        verdict.enacted = true;
    }
    return verdict;
}

OrFailure<bool> AuthoritySet::enacts(const BlockId& block, const IsAbove& is_above) const {
    return standard.has_effective_at(block, is_above);
}

OrFailure<std::optional<BlockNumber>> AuthoritySet::change_below(const BlockId& block, const IsAbove& is_above) const {
    for (const PendingChange* root : standard.roots()) {
        if (root->effective() >= block.number) continue;
        if (root->hash == block.hash || TRY(is_above(root->hash, block.hash))) return std::optional(root->effective());
    }
    return std::optional<BlockNumber>();
}

std::optional<BlockNumber> AuthoritySet::limit(BlockNumber least) const {
    std::optional<BlockNumber> lowest;
    for (const PendingChange* root : standard.roots()) {
        const BlockNumber effective = root->effective();
        if (effective >= least && (!lowest || effective < *lowest)) lowest = effective;
    }
    return lowest;
}

OrFailure<std::optional<BlockId>> AuthoritySet::next_change(const Hash256& best, const IsAbove& is_above) const {
    std::optional<BlockId> next;
    for (const PendingChange& change : forced) {
        if (!TRY(is_above(change.hash, best))) continue;
        next = BlockId{change.hash, change.number};
        break;
    }
    for (const PendingChange* root : standard.roots()) {
        if (!TRY(is_above(root->hash, best))) continue;
        if (!next || root->number <= next->number) next = BlockId{root->hash, root->number};
        break;
    }
    return next;
}

std::optional<AuthoritySet::SetOfBlock> AuthoritySet::set_of(BlockNumber block) const {
    // The first set whose last block is not below this one.
    const auto found = std::ranges::lower_bound(history, block, {}, &std::pair<SetId, BlockNumber>::second);
    if (found == history.end()) {
        if (history.empty() && set_id != 0) return std::nullopt;
        return SetOfBlock{set_id, std::nullopt};
    }
    if (found == history.begin() && found->first != 0) return std::nullopt;
    return SetOfBlock{found->first, found->second};
}

}  // namespace serinus::consensus::grandpa
