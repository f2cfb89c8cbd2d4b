#include "consensus/grandpa/warp_proof.hpp"

#include "chain/import/refusal_reason.hpp"
#include "codec/scale.hpp"
#include "consensus/grandpa/justification.hpp"
#include "consensus/grandpa/stored.hpp"
#include "consensus/grandpa/voter_set.hpp"

namespace serinus::consensus::grandpa {
namespace {

using chain::ChainError;
using chain::Client;

/// What stands around the fragments: their number and the flag. Observed: polkadot 1.25.1 leaves as much
constexpr size_t kFrameBytes = 50;

using SetHistory = std::vector<std::pair<SetId, BlockNumber>>;

Bytes warp_history_key() { return to_bytes(as_bytes(std::string_view("grandpa_warp_history"))); }

/// The last blocks of all sets that are over, from the one that `start` belongs to; nullopt: not all are known.
OrFailure<std::optional<SetHistory>> sets_since(Client& client, BlockNumber start) {
    SetHistory out;
    TRY_ASSIGN(const auto kept, client.find_aux(warp_history_key()));
    if (kept) {
        auto history = scale::decode<SetHistory>(*kept);
        if (!history) return Err(ChainError(ChainError::Kind::kStore, "the history of a warp is damaged"));
        out = *std::move(history);
    }
    TRY_ASSIGN(const auto set, find_set(client));
    if (set) {
        for (const auto& one : set->history) {
            if (out.empty() || one.first > out.back().first) out.push_back(one);
        }
        const bool is_known = out.empty() ? set->set_id == 0 : out.front().first == 0 || start >= out.front().second;
        if (!is_known) return std::optional<SetHistory>();
    }
    std::erase_if(out, [&](const auto& one) { return one.second <= start; });
    return std::optional(std::move(out));
}

Bytes fragment_key(SetId set) {
    Bytes out = to_bytes(as_bytes(std::string_view("grandpa_warp_fragment")));
    append(out, scale::encode(set));
    return out;
}

OrFailure<std::optional<Bytes>> justification_of(Client& client, const Hash256& hash) {
    TRY_ASSIGN(auto all, client.find_justifications(hash));
    if (!all) return std::optional<Bytes>();
    for (auto& one : *all) {
        if (one.engine == primitives::kGrandpaEngine) return std::optional(std::move(one.data));
    }
    return std::optional<Bytes>();
}

/// SCALE WarpFragment of the last block of a set.
struct StoredFragment {
    enum class Kind : uint8_t { kThere, kForced, kMissing } kind = Kind::kMissing;
    Bytes bytes = {};
};

OrFailure<StoredFragment> find_fragment(Client& client, SetId set, BlockNumber number) {
    using Kind = StoredFragment::Kind;
    TRY_ASSIGN(auto kept, client.find_aux(fragment_key(set)));
    if (kept) return StoredFragment{Kind::kThere, *std::move(kept)};
    TRY_ASSIGN(const auto hash, client.find_hash(number));
    if (!hash) return StoredFragment{};
    TRY_ASSIGN(const auto header, client.find_header(*hash));
    if (header == nullptr) return StoredFragment{};
    const auto change = find_change(*header);
    if (!change || change->forced_median) return StoredFragment{Kind::kForced};
    TRY_ASSIGN(const auto justification, justification_of(client, *hash));
    if (!justification) return StoredFragment{};
    return StoredFragment{Kind::kThere, concat(scale::encode(*header), *justification)};
}

}  // namespace

chain::AuxChange keep_fragment(SetId set, const WarpFragment& fragment) {
    return {fragment_key(set), scale::encode(fragment)};
}

chain::AuxChange keep_warp_history(const SetHistory& history) { return {warp_history_key(), scale::encode(history)}; }

Result<std::optional<Bytes>, ChainError> make_warp_proof(Client& client, const Hash256& begin, size_t max_bytes) {
    using Answer = std::optional<Bytes>;
    TRY_ASSIGN(const auto start, client.find_header(begin));
    if (start == nullptr || start->number > client.finalized().number) return Answer();
    if (TRY(client.find_hash(start->number)) != begin) return Answer();
    TRY_ASSIGN(const auto sets, sets_since(client, start->number));
    if (!sets) return Answer();

    Bytes fragments;
    uint32_t count = 0;
    BlockNumber above = start->number;  // the last fragment is for this block or one above it
    bool is_finished = true;
    for (const auto& [id, last] : *sets) {
        TRY_ASSIGN(const auto fragment, find_fragment(client, id, last));
        if (fragment.kind == StoredFragment::Kind::kMissing) return Answer();
        if (fragment.kind == StoredFragment::Kind::kForced) break;
        if (fragments.size() + fragment.bytes.size() + kFrameBytes > max_bytes) {
            is_finished = false;
            break;
        }
        append(fragments, fragment.bytes);
        ++count;
        above = last + 1;
    }
    TRY_ASSIGN(const auto best, find_best_justification(client));
    if (is_finished && best) {
        const auto justification = scale::decode<Justification>(*best);
        if (!justification) return Err(ChainError(ChainError::Kind::kStore, "a justification is damaged"));
        const BlockId target = justification->commit.target;
        TRY_ASSIGN(const auto header, client.find_header(target.hash));
        const Bytes fragment = header == nullptr ? Bytes() : concat(scale::encode(*header), *best);
        const bool fits = fragments.size() + fragment.size() + kFrameBytes <= max_bytes;
        // Observed: polkadot 1.25, client.rs of sc-service: a node that warps keeps the headers of fragments, and
        // cannot import a state for the child of one of them, for it takes all headers below a known parent to be
        // known.
        const bool is_child = count > 0 && target.number == above;
        if (header != nullptr && target.number >= above && fits && !is_child) {
            append(fragments, fragment);
            ++count;
        }
    }
    return Answer(concat(scale::encode(scale::Compact<uint32_t>(count)), fragments, scale::encode(is_finished)));
}

std::optional<WarpPlan> plan_warp(const WarpProof& proof, WarpAuthorities next,
                                  const std::optional<primitives::Header>& last, const HardForks& forks) {
    WarpPlan plan;
    std::optional<BlockNumber> number;
    if (last) number = last->number;
    for (const WarpFragment& fragment : proof.fragments) {
        const primitives::Header& header = fragment.header;
        const bool is_last = &fragment == &proof.fragments.back();
        if (number && header.number <= *number) {
            // The last proven block comes once more if nothing above it is final.
            if (!is_last || !last || header != *last) return std::nullopt;
            plan.is_known_block = true;
            break;
        }
        number = header.number;
        if (const HardFork* fork = forks.find({primitives::header_hash(header), header.number})) {
            plan.steps.push_back({std::nullopt, fork->set_id - 1});
            next = {fork->set_id, fork->authorities};
            continue;
        }
        auto authorities = next_authorities(header);
        if (!authorities && !(is_last && proof.is_finished)) return std::nullopt;
        WarpPlan::Step& step = plan.steps.emplace_back(next, std::nullopt);
        if (!authorities) continue;
        step.ended = next.set_id;
        next = {next.set_id + 1, *std::move(authorities)};
    }
    plan.next = std::move(next);
    return plan;
}

std::optional<AuthorityList> next_authorities(const primitives::Header& header) {
    auto change = find_change(header);
    if (!change || change->forced_median || change->change.delay != 0) return std::nullopt;
    return std::move(change->change.next_authorities);
}

chain::MaybeRefusal check_fragment(const WarpFragment& fragment, const WarpAuthorities& set,
                                   const ByteArray<32>& randomness) {
    using chain::Refusal;
    using chain::RefusalReason;
    const BlockId id{primitives::header_hash(fragment.header), fragment.header.number};
    if (fragment.justification.commit.target != id) {
        return Refusal{RefusalReason::kJustificationOfOtherBlock, "the justification is for another block"};
    }
    auto voters = VoterSet::from(set.authorities);
    if (!voters) return Refusal{RefusalReason::kBadJustification, "the authorities weigh too much"};
    return check_justification(fragment.justification, set.set_id, std::make_shared<const VoterSet>(*std::move(voters)),
                               randomness);
}

}  // namespace serinus::consensus::grandpa
