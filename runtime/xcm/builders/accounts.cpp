#include "runtime/xcm/builders/accounts.hpp"

#include "runtime/sdk/host/host.hpp"
#include "runtime/xcm/wire.hpp"

namespace serinus::xcm {

namespace {

/// The text and zeros.
AccountId account_of_text(std::string_view text) {
    AccountId account{};
    std::copy(text.begin(), text.end(), account.bytes.begin());
    return account;
}

AccountId hashed(BytesView description) { return AccountId{sdk::host::blake2_256(description).bytes}; }

bool is_treasury_voice(const Junction& step) {
    return step.is(JunctionKind::Plurality) && step.body.kind == BodyId::Kind::Treasury &&
           step.part.kind == BodyPart::Kind::Voice;
}

}  // namespace

std::optional<AccountId> FirstAccount::account_of(const Location& location) const {
    for (const AccountConverter* const part : parts_) {
        if (auto account = part->account_of(location)) return account;
    }
    return std::nullopt;
}

std::optional<AccountId> ParachainAccounts::account_of(const Location& location) const {
    if (!location.is_only(parents_, JunctionKind::Parachain)) return std::nullopt;
    AccountId account = account_of_text(prefix_);
    store_le(account.bytes.data() + prefix_.size(), static_cast<uint32_t>(location.interior[0].number));
    return account;
}

std::optional<AccountId> LocalAccounts::account_of(const Location& location) const {
    if (!location.is_only(0, JunctionKind::AccountId32)) return std::nullopt;
    const Junction& step = location.interior[0];
    if (step.network && step.network != network_()) return std::nullopt;
    return AccountId{step.bytes};
}

std::optional<AccountId> ParentAccount::account_of(const Location& location) const {
    if (location != Location::parent()) return std::nullopt;
    return account_of_text("Parent");
}

std::optional<AccountId> TreasuryVoiceAccount::account_of(const Location& location) const {
    if (location.parents != 0 || location.interior.size() != 1 || !is_treasury_voice(location.interior[0])) {
        return std::nullopt;
    }
    return treasury_();
}

std::optional<AccountId> DescribedAccounts::account_of(const Location& location) const {
    const auto description = describe_(location);
    if (!description) return std::nullopt;
    return hashed(*description);
}

namespace {

/// What is said of a place on the chain that it is on.
std::optional<Bytes> description_of_terminal(const Junctions& tail) {
    scale::Encoder out;
    Writer writer(out, kLatest, kLatest);
    if (tail.empty()) return Bytes{};
    if (tail.size() != 1) return std::nullopt;
    const Junction& step = tail[0];
    switch (step.kind) {
        case JunctionKind::PalletInstance:
            out.append(as_bytes("Pallet"));
            out.compact(static_cast<uint64_t>(step.number));
            break;
        case JunctionKind::AccountId32:
            out.append(as_bytes("AccountId32"));
            out.append(step.bytes);
            break;
        case JunctionKind::AccountKey20:
            out.append(as_bytes("AccountKey20"));
            out.append(BytesView(step.bytes).first(20));
            break;
        case JunctionKind::Plurality:
            if (is_treasury_voice(step)) {
                out.append(as_bytes("TreasuryVoice"));
                break;
            }
            out.append(as_bytes("Body"));
            writer.write(step.body);
            writer.write(step.part);
            break;
        default:
            return std::nullopt;
    }
    return std::move(out).finish();
}

}  // namespace

std::optional<Bytes> description_of(const Location& location) {
    if (location.parents > 1) return std::nullopt;
    const Junction* const first = location.interior.first();
    const bool is_on_parachain = first != nullptr && first->is(JunctionKind::Parachain);
    if (location.parents == 0 && !is_on_parachain) return std::nullopt;
    Junctions tail = location.interior;
    if (is_on_parachain) tail.take_first();
    const auto terminal = description_of_terminal(tail);
    if (!terminal) return std::nullopt;

    scale::Encoder out;
    out.append(as_bytes(!is_on_parachain ? "ParentChain" : location.parents == 0 ? "ChildChain" : "SiblingChain"));
    if (is_on_parachain) out.compact(static_cast<uint64_t>(first->number));
    scale::encode_to(out, *terminal);
    return std::move(out).finish();
}

std::optional<Bytes> legacy_description_of(const Location& location) {
    if (location.parents > 1) return std::nullopt;
    Junctions steps = location.interior;
    std::optional<uint32_t> para;
    if (const Junction* const first = steps.first(); first != nullptr && first->is(JunctionKind::Parachain)) {
        para = static_cast<uint32_t>(steps.take_first()->number);
    }
    const bool has_key = para && steps.is_only(JunctionKind::AccountKey20);
    if (!has_key && !steps.is_only(JunctionKind::AccountId32)) return std::nullopt;
    if (!para && location.parents == 0) return std::nullopt;

    scale::Encoder out;
    out.append(as_bytes("ForeignChainAliasAccountPrefix_"));
    out.append(as_bytes(!para ? "Relay" : has_key ? "Para20" : "Para32"));
    if (para) scale::encode_to(out, *para);
    out.append(BytesView(steps[0].bytes).first(has_key ? 20 : 32));
    out.byte(location.parents);
    return std::move(out).finish();
}

std::optional<Bytes> plain_description_of(const Location& location) {
    scale::Encoder out;
    scale::encode_to(out, std::string("multiloc"));
    Writer(out, kLatest, kLatest).write(location);
    return std::move(out).finish();
}

std::optional<std::pair<NetworkId, Junctions>> remote_place(const Junctions& universal_location,
                                                            const Location& location) {
    const Junction* const here = universal_location.first();
    if (here == nullptr || !here->is(JunctionKind::GlobalConsensus)) return std::nullopt;
    Location place{0, universal_location};
    if (!place.append(location) || place.parents != 0) return std::nullopt;
    const auto system = place.interior.take_first();
    if (!system || !system->is(JunctionKind::GlobalConsensus) || *system == *here) return std::nullopt;
    return std::pair(*system->network, std::move(place.interior));
}

namespace {

void write_steps(Writer& writer, const Junctions& steps) {
    writer.out().compact(uint64_t{steps.size()});
    for (const Junction& step : steps) writer.write(step);
}

}  // namespace

std::optional<AccountId> ConsensusSystemAccounts::account_of(const Location& location) const {
    const auto remote = remote_place(universal_location_(), location);
    if (!remote || !remote->second.empty()) return std::nullopt;
    scale::Encoder out;
    out.append(as_bytes("glblcnsnss_"));
    Writer(out, kLatest, kLatest).write(remote->first);
    return hashed(std::move(out).finish());
}

std::optional<AccountId> ExternalConsensusAccounts::account_of(const Location& location) const {
    const auto remote = remote_place(universal_location_(), location);
    if (!remote) return std::nullopt;
    const auto& [network, place] = *remote;
    scale::Encoder out;
    Writer writer(out, kLatest, kLatest);
    if (network.kind == NetworkId::Kind::Ethereum) {
        out.append(as_bytes("ethereum-chain"));
        scale::encode_to(out, network.number);
        if (place.is_only(JunctionKind::AccountKey20)) {
            out.append(BytesView(place[0].bytes).first(20));
        } else if (!place.empty()) {
            write_steps(writer, place);
        }
    } else if (place.is_only(JunctionKind::Parachain)) {
        out.append(as_bytes("glblcnsnss/prchn_"));
        writer.write(network);
        scale::encode_to(out, static_cast<uint32_t>(place[0].number));
    } else {
        out.append(as_bytes("glblcnsnss"));
        writer.write(network);
        write_steps(writer, place);
    }
    return hashed(std::move(out).finish());
}

}  // namespace serinus::xcm
