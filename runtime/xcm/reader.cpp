#include "runtime/xcm/wire.hpp"

namespace serinus::xcm {

using scale::DecodeFault;

std::optional<Version> version_of(uint32_t number) {
    if (number < 3 || number > 5) return std::nullopt;
    return static_cast<Version>(number);
}

bool Reader::index(uint8_t& value, uint8_t count) {
    if (!in_.byte(value)) return false;
    return value < count || in_.fail(DecodeFault::kUnknownVariant, in_.position() - 1, value);
}

bool Reader::read(NetworkId& value) {
    uint8_t kind;
    if (!index(kind, 11)) return false;
    value = {static_cast<NetworkId::Kind>(kind), 0, {}};
    switch (value.kind) {
        case NetworkId::Kind::ByGenesis:
            return read(value.hash);
        case NetworkId::Kind::ByFork:
            return scale::decode_into(in_, value.number) && read(value.hash);
        case NetworkId::Kind::Westend:
        case NetworkId::Kind::Rococo:
        case NetworkId::Kind::Wococo:
            if (wire_ == Version::V5) return in_.fail(DecodeFault::kUnknownVariant, in_.position() - 1, kind);
            if (meaning_ == Version::V5) value = value.in_version_5();
            return true;
        case NetworkId::Kind::Ethereum:
            return in_.compact(value.number);
        default:
            return true;
    }
}

bool Reader::read(BodyId& value) {
    uint8_t kind;
    if (!index(kind, 10)) return false;
    value = {static_cast<BodyId::Kind>(kind), {}, 0};
    if (value.kind == BodyId::Kind::Moniker) return scale::decode_into(in_, value.moniker);
    return value.kind != BodyId::Kind::Index || in_.compact(value.index);
}

bool Reader::read(BodyPart& value) {
    uint8_t kind;
    if (!index(kind, 5)) return false;
    value = {static_cast<BodyPart::Kind>(kind), 0, 0};
    if (value.kind == BodyPart::Kind::Voice) return true;
    if (!in_.compact(value.first)) return false;
    return value.kind == BodyPart::Kind::Members || in_.compact(value.second);
}

bool Reader::read_account(Junction& value, size_t size) {
    const uint8_t* at;
    if (!read(value.network) || !in_.take(size, at)) return false;
    std::copy_n(at, size, value.bytes.begin());
    return true;
}

bool Reader::read_junction_fields(Junction& value) {
    switch (value.kind) {
        case Junction::Kind::Parachain: {
            uint32_t id;
            if (!in_.compact(id)) return false;
            value.number = id;
            return true;
        }
        case Junction::Kind::AccountId32:
            return read_account(value, 32);
        case Junction::Kind::AccountIndex64: {
            uint64_t number;
            if (!read(value.network) || !in_.compact(number)) return false;
            value.number = number;
            return true;
        }
        case Junction::Kind::AccountKey20:
            return read_account(value, 20);
        case Junction::Kind::PalletInstance: {
            uint8_t number;
            if (!in_.byte(number)) return false;
            value.number = number;
            return true;
        }
        case Junction::Kind::GeneralIndex:
            return in_.compact(value.number);
        case Junction::Kind::GeneralKey:
            return in_.byte(value.length) && read(value.bytes);
        case Junction::Kind::OnlyChild:
            return true;
        case Junction::Kind::Plurality:
            return read(value.body) && read(value.part);
        case Junction::Kind::GlobalConsensus:
            return read(value.network.emplace());
    }
    return false;
}

bool Reader::read(Junction& value) {
    uint8_t kind;
    if (!index(kind, 10)) return false;
    value = {};
    value.kind = static_cast<Junction::Kind>(kind);
    return read_junction_fields(value);
}

bool Reader::read(Junctions& value) {
    uint8_t count;
    if (!index(count, Junctions::kMax + 1)) return false;
    value.clear();
    if (count == 0) return true;
    // From version 4 on the steps lie on the heap, which is a level of nesting.
    const bool is_level = wire_ != Version::V3;
    if (is_level && !(in_.enter() && in_.allocate(uint64_t{count} * rust_sizes(wire_).junction))) return false;
    value.reserve(count);
    for (uint8_t i = 0; i < count; ++i) {
        Junction step;
        if (!read(step) || !value.push(step)) return false;
    }
    if (is_level) in_.leave();
    return true;
}

bool Reader::read(Location& value) { return in_.byte(value.parents) && read(value.interior); }

bool Reader::read(AssetId& value) {
    abstract_ = false;
    if (wire_ != Version::V3) return read(value.location);
    uint8_t kind;
    if (!index(kind, 2)) return false;
    if (kind == 0) return read(value.location);
    // Stands here only for its order among other ids (in_order): no later version can say it.
    Junction abstract = Junction::general_key({});
    if (!read(abstract.bytes)) return false;
    value.location = {0, {abstract}};
    abstract_ = true;
    if (meaning_ != Version::V3) converts_ = false;
    return true;
}

bool Reader::read(AssetInstance& value) {
    uint8_t kind;
    if (!index(kind, 6)) return false;
    value = {static_cast<AssetInstance::Kind>(kind), 0, {}};
    if (value.kind == AssetInstance::Kind::Undefined) return true;
    if (value.kind == AssetInstance::Kind::Index) return in_.compact(value.index);
    const size_t size = size_t{1} << kind;  // Array4 is the kind 2
    const uint8_t* at;
    if (!in_.take(size, at)) return false;
    std::copy_n(at, size, value.bytes.begin());
    return true;
}

bool Reader::read(WildFungibility& value) {
    uint8_t kind;
    if (!index(kind, 2)) return false;
    value = static_cast<WildFungibility>(kind);
    return true;
}

bool Reader::read(Fungibility& value) {
    value = {};
    if (!read(value.kind)) return false;
    if (value.kind == WildFungibility::NonFungible) return read(value.instance);
    const uint8_t* const where = in_.position();
    if (!in_.compact(value.amount)) return false;
    return value.amount != 0 || !checks_ || in_.fail(DecodeFault::kInvalidValue, where);
}

bool Reader::read(Asset& value) { return read(value.id) && read(value.fun); }

bool Reader::in_order(const Assets& assets, const std::vector<bool>& abstract) {
    for (size_t i = 1; i < assets.size(); ++i) {
        const Asset& a = assets.items[i - 1];
        const Asset& b = assets.items[i];
        if (abstract[i - 1] == abstract[i]) {
            if (!may_follow(a, b)) return false;
        } else if (abstract[i - 1] && (a.fun.kind == b.fun.kind || b.is_fungible())) {
            return false;  // Concrete comes before Abstract, but a fungible before all others
        }
    }
    return true;
}

bool Reader::read(Assets& value) {
    const uint8_t* const where = in_.position();
    uint32_t count;
    if (!in_.length(count, 1)) return false;
    if (checks_ && count > Assets::kMax) return in_.fail(DecodeFault::kInvalidValue, where, count, Assets::kMax);
    if (!in_.enter() || !in_.allocate(uint64_t{count} * rust_sizes(wire_).asset)) return false;
    value.items.clear();
    std::vector<bool> abstract;
    value.items.reserve(std::min(count, Assets::kMax));
    abstract.reserve(std::min(count, Assets::kMax));
    for (uint32_t i = 0; i < count; ++i) {
        if (!read(value.items.emplace_back())) return false;
        abstract.push_back(abstract_);
    }
    in_.leave();
    return !checks_ || in_order(value, abstract) || in_.fail(DecodeFault::kInvalidValue, where);
}

bool Reader::read(WildAsset& value) {
    uint8_t kind;
    if (!index(kind, 4)) return false;
    value = {static_cast<WildAsset::Kind>(kind), {}, {}, 0};
    if (value.has_id() && !(read(value.id) && read(value.fun))) return false;
    return !value.is_counted() || in_.compact(value.count);
}

bool Reader::read(AssetFilter& value) {
    uint8_t kind;
    if (!index(kind, 2)) return false;
    value = {static_cast<AssetFilter::Kind>(kind), {}, {}};
    return value.kind == AssetFilter::Kind::Definite ? read(value.definite) : read(value.wild);
}

bool Reader::read(AssetTransferFilter& value) {
    uint8_t kind;
    if (!index(kind, 3)) return false;
    value.kind = static_cast<AssetTransferFilter::Kind>(kind);
    return read(value.filter);
}

bool Reader::read(Error& value) {
    uint8_t code;
    const bool has_too_many_assets = wire_ == Version::V5;
    if (!index(code, has_too_many_assets ? 41 : 40)) return false;
    if (!has_too_many_assets && code >= static_cast<uint8_t>(Error::Code::TooManyAssets)) ++code;
    value = Error(static_cast<Error::Code>(code));
    if (value.code == Error::Code::Trap) return scale::decode_into(in_, value.trap_code);
    return value.code != Error::Code::WeightLimitReached || read(value.weight);
}

bool Reader::read(InstructionError& value) { return scale::decode_into(in_, value.index) && read(value.error); }

bool Reader::read(Weight& value) { return scale::decode_into(in_, value); }

bool Reader::read(OriginKind& value) {
    uint8_t kind;
    if (!index(kind, 4)) return false;
    value = static_cast<OriginKind>(kind);
    return true;
}

bool Reader::read(MaybeErrorCode& value) {
    uint8_t kind;
    if (!index(kind, 3)) return false;
    value = {static_cast<MaybeErrorCode::Kind>(kind), {}};
    return value.kind == MaybeErrorCode::Kind::Success || read_bytes(value.error, MaybeErrorCode::kMaxBytes);
}

bool Reader::read(PalletInfo& value) {
    return in_.compact(value.index) && read_bytes(value.name, PalletInfo::kMaxName) &&
           read_bytes(value.module_name, PalletInfo::kMaxName) && in_.compact(value.major) &&
           in_.compact(value.minor) && in_.compact(value.patch);
}

bool Reader::read(Response& value) {
    uint8_t kind;
    if (!index(kind, 6)) return false;
    value = {};
    value.kind = static_cast<Response::Kind>(kind);
    switch (value.kind) {
        case Response::Kind::Null:
            return true;
        case Response::Kind::Assets:
            return read(value.assets);
        case Response::Kind::ExecutionResult:
            return read(value.result);
        case Response::Kind::Version:
            return scale::decode_into(in_, value.version);
        case Response::Kind::PalletsInfo:
            return read_sequence(value.pallets, Response::kMaxPallets);
        case Response::Kind::DispatchResult:
            return read(value.status);
    }
    return false;
}

bool Reader::read(QueryResponseInfo& value) {
    return read(value.destination) && in_.compact(value.query_id) && read(value.max_weight);
}

bool Reader::read(bool& value) { return scale::decode_into(in_, value); }

bool Reader::read(XcmHash& value) { return scale::decode_into(in_, value); }

bool Reader::read_bytes(Bytes& value, uint32_t max) {
    const uint8_t* const where = in_.position();
    if (!scale::decode_into(in_, value)) return false;
    return value.size() <= max || !checks_ || in_.fail(DecodeFault::kInvalidValue, where, value.size(), max);
}

bool Reader::read_count(uint32_t& count) {
    const uint8_t* const where = in_.position();
    if (!in_.length(count, 1)) return false;
    if (!checks_) return true;
    instructions_ = saturating_add(instructions_, static_cast<uint8_t>(count & 0xff));
    return instructions_ <= kMaxInstructions || in_.fail(DecodeFault::kInvalidValue, where, count, kMaxInstructions);
}

bool Reader::read_op(Op& op) {
    uint8_t number;
    if (!index(number, wire_ == Version::V5 ? kOpCount : kOpCountBefore5)) return false;
    op = static_cast<Op>(number);
    return true;
}

}  // namespace serinus::xcm
