#include "consensus/grandpa/stored.hpp"

#include "consensus/grandpa/hard_forks.hpp"
#include "platform/log.hpp"
#include "runtime_api/block_calls.hpp"

namespace serinus::consensus::grandpa {
namespace {

namespace api = runtime_api::grandpa;
using chain::AuxChange;
using chain::ChainError;
using chain::Client;

constexpr std::string_view kSetKey = "grandpa_voters";
constexpr std::string_view kBestJustificationKey = "grandpa_best_justification";
constexpr std::string_view kRoundsKey = "grandpa_rounds";
constexpr std::string_view kCastKey = "grandpa_cast";

/// How far back blocks are searched for changes that the record may lack; without a record, to the last final block.
constexpr BlockNumber kRecentBlocks = 1024;

Bytes key_of(std::string_view name) { return to_bytes(as_bytes(name)); }
Bytes key_of(std::string_view name, SetId set) { return concat(as_bytes(name), scale::encode(set)); }

template <class T>
OrFailure<std::optional<T>> find(Client& client, const Bytes& key) {
    TRY_ASSIGN(const auto bytes, client.find_aux(key));
    if (!bytes) return std::optional<T>();
    auto value = scale::decode<T>(*bytes);
    if (!value) {
        return Err(ChainError{ChainError::Kind::kStore, "the record " + std::string(as_text(BytesView(key).first(12))) +
                                                            "… of GRANDPA is damaged: " + to_string(value.error())});
    }
    return std::optional<T>(*std::move(value));
}

/// nullopt: what the runtime returns cannot be decoded.
template <class T>
OrFailure<std::optional<T>> ask(Client& client, const Hash256& block, const runtime_api::Call<T()>& call) {
    auto value = client.calls().ask(block, call);
    if (value) return std::optional<T>(*std::move(value));
    if (value.error().kind == executor::CallError::Kind::kBadResult) return std::optional<T>();
    return Err(ChainError{ChainError::Kind::kRuntime, std::string(call.name) + ": " + value.error().reason});
}

/// The set that votes on the blocks above the last final one, as the runtime knows it.
OrFailure<std::optional<AuthoritySet>> set_of_runtime(Client& client) {
    const BlockId block = client.finalized();
    TRY_ASSIGN(const auto version, client.api_version(block.hash, api::kAuthorities.api()));
    if (!version) return std::optional<AuthoritySet>();
    TRY_ASSIGN(auto authorities, ask(client, block.hash, api::kAuthorities));
    if (!authorities || !is_valid(*authorities)) return std::optional<AuthoritySet>();
    AuthoritySet set;
    set.current = *std::move(authorities);
    if (block.number > 0 && api::kCurrentSetId.versions.contains(*version)) {
        set.set_id = TRY(ask(client, block.hash, api::kCurrentSetId)).value_or(0);
    }
    return std::optional(std::move(set));
}

/// Whether a block is gone that nothing but `revert` removes together with what it signalled or was voted for.
OrFailure<bool> was_reverted(Client& client, const Hash256& hash, BlockNumber number) {
    return number > client.finalized().number && TRY(client.find_header(hash)) == nullptr;
}

/// Observed: revert() of sc_consensus_grandpa, polkadot v1.0.0
OrFailure<void> forget_reverted(Client& client, AuthoritySet& set) {
    TRY(set.standard.remove_if(
        [&](const PendingChange& change) { return was_reverted(client, change.hash, change.number); }));
    std::vector<PendingChange> kept;
    for (PendingChange& change : set.forced) {
        if (!TRY(was_reverted(client, change.hash, change.number))) kept.push_back(std::move(change));
    }
    set.forced = std::move(kept);
    return {};
}

/// If a block of a vote is gone, the rounds continue from the last final block, after the last round in which this node
/// has voted, so that it does not vote twice in a round.
OrFailure<void> forget_reverted(Client& client, VoterRecords& records) {
    if (records.rounds.completed.empty()) return {};
    const auto is_gone = [&](const std::optional<BlockId>& block) -> OrFailure<bool> {
        return block && TRY(was_reverted(client, block->hash, block->number));
    };
    const CompletedRound& last = records.rounds.completed.front();
    RoundNumber number = last.number;
    bool gone = TRY(is_gone(last.result.prevote_ghost)) || TRY(is_gone(last.result.estimate));
    for (const auto& [round, votes] : records.cast.rounds) {
        if (!TRY(is_gone(votes.proposal)) && !TRY(is_gone(votes.prevote)) && !TRY(is_gone(votes.precommit))) continue;
        gone = true;
        number = std::max(number, round);
    }
    if (gone) records.rounds = rounds_after(number, client.finalized());
    return {};
}

/// Notes the changes that blocks above the last final one signal, the lower ones first.
OrFailure<void> add_signalled(Client& client, AuthoritySet& set, BlockNumber at_most_back) {
    const HardForks& forks = HardForks::of_chain(client.genesis().hash);
    const BlockNumber finalized = client.finalized().number;
    std::map<std::pair<BlockNumber, Hash256>, PendingChange> found;
    for (const BlockId& leaf : client.leaves()) {
        Hash256 hash = leaf.hash;
        for (BlockNumber number = leaf.number, back = 0; number > finalized && back < at_most_back; --number, ++back) {
            TRY_ASSIGN(const auto header, client.find_header(hash));
            if (!header) break;
            if (auto change = forks.change_of({hash, number}, *header)) {
                found.try_emplace({number, hash}, *std::move(change));
            }
            hash = header->parent_hash;
        }
    }
    const IsAbove is_above = is_above_in(client);
    // What is refused is there already, or its block would have been refused.
    for (auto& [place, change] : found) {
        // A forced one that is not pending has been applied.
        if (!change.forced() || at_most_back == UINT32_MAX) (void)TRY(set.add(std::move(change), is_above));
    }
    return {};
}

}  // namespace

AuxChange keep_set(const AuthoritySet& set) { return {key_of(kSetKey), scale::encode(set)}; }
AuxChange keep_best_justification(Bytes justification) {
    return {key_of(kBestJustificationKey), std::move(justification)};
}
AuxChange keep_rounds(SetId set, const RoundsRecord& rounds) {
    return {key_of(kRoundsKey, set), scale::encode(rounds)};
}
AuxChange keep_cast(SetId set, const CastRecord& cast) { return {key_of(kCastKey, set), scale::encode(cast)}; }

std::vector<AuxChange> begin_set(const AuthoritySet& set, const BlockId& base) {
    std::vector<AuxChange> changes{keep_set(set), keep_rounds(set.set_id, first_rounds(base))};
    if (set.set_id > 0) {
        for (AuxChange& change : end_set(set.set_id - 1)) changes.push_back(std::move(change));
    }
    return changes;
}

RoundsRecord continue_rounds(const VoterRecords& records, const BlockId& base) {
    RoundNumber number = records.rounds.completed.empty() ? 0 : records.rounds.completed.front().number;
    if (!records.cast.rounds.empty()) number = std::max(number, records.cast.rounds.rbegin()->first);
    return rounds_after(number, base);
}

std::vector<AuxChange> end_set(SetId set) {
    return {{key_of(kRoundsKey, set), std::nullopt}, {key_of(kCastKey, set), std::nullopt}};
}

OrFailure<std::optional<AuthoritySet>> find_set(Client& client) { return find<AuthoritySet>(client, key_of(kSetKey)); }

OrFailure<std::optional<Bytes>> find_best_justification(Client& client) {
    return client.find_aux(key_of(kBestJustificationKey));
}

OrFailure<VoterRecords> find_records(Client& client, SetId set) {
    VoterRecords out;
    out.rounds = TRY(find<RoundsRecord>(client, key_of(kRoundsKey, set))).value_or(RoundsRecord{});
    out.cast = TRY(find<CastRecord>(client, key_of(kCastKey, set))).value_or(CastRecord{});
    TRY(forget_reverted(client, out));
    return out;
}

OrFailure<std::optional<AuthoritySet>> load_set(Client& client) {
    TRY_ASSIGN(auto set, find_set(client));
    const bool known = set.has_value();
    if (!known) {
        set = TRY(set_of_runtime(client));
        if (!set) return std::optional<AuthoritySet>();
        log::info("grandpa", "👴 Loading GRANDPA authority set from genesis on what appears to be first startup.");
    }
    TRY(forget_reverted(client, *set));
    TRY(add_signalled(client, *set, known ? kRecentBlocks : UINT32_MAX));
    const bool is_corrected =
        HardForks::of_chain(client.genesis().hash).correct(set->current, set->set_id, set->standard);
    if (!known || is_corrected) TRY(client.put_aux({keep_set(*set)}));
    return set;
}

IsAbove is_above_in(Client& client) {
    return [&client](const Hash256& ancestor, const Hash256& block) -> OrFailure<bool> {
        if (ancestor == block) return false;
        auto answer = client.is_ancestor(ancestor, block);
        if (!answer && answer.error().kind == ChainError::Kind::kUnknown) return false;
        return answer;
    };
}

}  // namespace serinus::consensus::grandpa
