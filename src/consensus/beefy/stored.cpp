#include "consensus/beefy/stored.hpp"

#include <algorithm>

#include "platform/log.hpp"

namespace serinus::consensus::beefy {
namespace {

using chain::ChainError;
using chain::Client;

constexpr const char* kTarget = "beefy";
constexpr std::string_view kVoterKey = "beefy_voter";
constexpr std::string_view kFirstSetKey = "beefy_first_set";

Bytes aux_key(std::string_view name) { return to_bytes(as_bytes(name)); }

template <class T>
OrFailure<std::optional<T>> find_aux_as(Client& client, std::string_view name) {
    TRY_ASSIGN(const auto bytes, client.find_aux(aux_key(name)));
    if (!bytes) return std::optional<T>();
    auto value = scale::decode<T>(*bytes);
    return value ? std::optional<T>(*std::move(value)) : std::nullopt;
}

OrFailure<bool> has_justification(Client& client, const Hash256& block) {
    TRY_ASSIGN(const auto all, client.find_justifications(block));
    return all && std::ranges::any_of(*all, [](const auto& one) { return one.engine == primitives::kBeefyEngine; });
}

/// The set that signed this block: as its state says, or the last header that changed the set.
OrFailure<std::optional<ValidatorSet>> set_of(Client& client, Hash256 block, BlockNumber pallet_genesis) {
    if (auto set = find_validator_set(client, block)) return set;
    for (;;) {
        TRY_ASSIGN(const auto header, client.find_header(block));
        if (header == nullptr || header->number < pallet_genesis) break;
        if (auto set = find_authorities_change(*header)) return set;
        block = header->parent_hash;
    }
    return find_aux_as<ValidatorSet>(client, kFirstSetKey);
}

}  // namespace

chain::AuxChange keep_record(const VoterRecord& record) { return {aux_key(kVoterKey), scale::encode(record)}; }

OrFailure<std::optional<VoterRecord>> find_record(Client& client) {
    TRY_ASSIGN(auto record, find_aux_as<VoterRecord>(client, kVoterKey));
    return record && is_sound(*record) ? std::move(record) : std::nullopt;
}

OrFailure<void> note_first_set(Client& client) {
    const chain::BlockId last = client.finalized();
    const auto genesis = find_pallet_genesis(client, last.hash);
    if (!genesis || *genesis <= last.number) return {};
    const auto set = find_validator_set(client, last.hash);
    if (!set || TRY(find_aux_as<ValidatorSet>(client, kFirstSetKey)) == *set) return {};
    return client.put_aux({{aux_key(kFirstSetKey), scale::encode(*set)}});
}

OrFailure<std::vector<SessionStart>> find_sessions(Client& client, BlockNumber after, BlockNumber last) {
    std::vector<SessionStart> out;
    for (BlockNumber number = after; number < last;) {
        TRY_ASSIGN(const auto hash, client.find_hash(++number));
        if (!hash) continue;  // in a gap
        TRY_ASSIGN(const auto header, client.find_header(*hash));
        if (header == nullptr) continue;
        if (auto set = find_authorities_change(*header)) out.push_back({.block = number, .set = *std::move(set)});
    }
    return out;
}

OrFailure<std::optional<VoterRecord>> make_record(Client& client, BlockNumber pallet_genesis,
                                                  const chain::BlockId& last, const std::stop_token& stop) {
    VoterRecord record{.pallet_genesis = pallet_genesis, .best_grandpa = last.number, .own_vote = {}};
    std::vector<SessionStart>& sessions = record.sessions;  // the last one first, until the end
    const auto done = [&]() -> std::optional<VoterRecord> {
        std::ranges::reverse(sessions);
        if (is_sound(record)) return std::move(record);
        log::error(kTarget, "🥩 Error: Invalid BEEFY chain.");
        return std::nullopt;
    };
    for (Hash256 hash = last.hash; !stop.stop_requested();) {
        TRY_ASSIGN(const auto header, client.find_header(hash));
        if (header == nullptr) return std::optional<VoterRecord>();
        const BlockNumber number = header->number;
        const bool is_proven = TRY(has_justification(client, hash));
        const bool is_above_gap = number > pallet_genesis && TRY(client.find_header(header->parent_hash)) == nullptr;
        if (is_proven || is_above_gap) {
            if (is_proven) {
                log::info(kTarget,
                          "🥩 Initialize BEEFY voter at last BEEFY finalized block: " + std::to_string(number) + ".");
                record.best_beefy = number;
            }
            if (!sessions.empty()) return done();
            TRY_ASSIGN(auto set, set_of(client, hash, pallet_genesis));
            if (!set) break;
            record.best_beefy = number;
            sessions.push_back({.block = number, .set = *std::move(set), .mandatory_done = true});
            return done();
        }
        if (number <= pallet_genesis) {
            log::info(kTarget,
                      "🥩 Loading BEEFY voter state from genesis on what appears to be first startup. Starting voting "
                      "rounds at block " +
                          std::to_string(pallet_genesis) + ".");
            if (auto set = TRY(set_of(client, hash, pallet_genesis))) {
                sessions.push_back({.block = number, .set = *std::move(set)});
            }
            if (sessions.empty()) break;
            return done();
        }
        if (auto set = find_authorities_change(*header)) {
            log::info(kTarget, "🥩 Marking block " + std::to_string(number) + " as BEEFY Mandatory.");
            sessions.push_back({.block = number, .set = *std::move(set)});
        }
        hash = header->parent_hash;
    }
    if (!stop.stop_requested()) log::error(kTarget, "🥩 Error: Could not find initial validator set.");
    return std::optional<VoterRecord>();
}

}  // namespace serinus::consensus::beefy
