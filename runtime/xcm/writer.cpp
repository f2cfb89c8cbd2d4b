#include "runtime/xcm/wire.hpp"

namespace serinus::xcm {

void Writer::write(const NetworkId& value) {
    out_.byte(static_cast<uint8_t>(value.kind));
    switch (value.kind) {
        case NetworkId::Kind::ByGenesis:
            return write(value.hash);
        case NetworkId::Kind::ByFork:
            scale::encode_to(out_, value.number);
            return write(value.hash);
        case NetworkId::Kind::Ethereum:
            return out_.compact(value.number);
        default:
            return;
    }
}

void Writer::write(const BodyId& value) {
    out_.byte(static_cast<uint8_t>(value.kind));
    if (value.kind == BodyId::Kind::Moniker) scale::encode_to(out_, value.moniker);
    if (value.kind == BodyId::Kind::Index) out_.compact(uint64_t{value.index});
}

void Writer::write(const BodyPart& value) {
    out_.byte(static_cast<uint8_t>(value.kind));
    if (value.kind == BodyPart::Kind::Voice) return;
    out_.compact(uint64_t{value.first});
    if (value.kind != BodyPart::Kind::Members) out_.compact(uint64_t{value.second});
}

void Writer::write(const Junction& value) {
    out_.byte(static_cast<uint8_t>(value.kind));
    switch (value.kind) {
        case Junction::Kind::Parachain:
        case Junction::Kind::GeneralIndex:
            return out_.compact(value.number);
        case Junction::Kind::AccountId32:
            write(value.network);
            return write(value.bytes);
        case Junction::Kind::AccountIndex64:
            write(value.network);
            return out_.compact(value.number);
        case Junction::Kind::AccountKey20:
            write(value.network);
            return out_.append(BytesView(value.bytes).first(20));
        case Junction::Kind::PalletInstance:
            return out_.byte(static_cast<uint8_t>(value.number));
        case Junction::Kind::GeneralKey:
            out_.byte(value.length);
            return write(value.bytes);
        case Junction::Kind::OnlyChild:
            return;
        case Junction::Kind::Plurality:
            write(value.body);
            return write(value.part);
        case Junction::Kind::GlobalConsensus:
            return write(*value.network);
    }
}

void Writer::write(const Junctions& value) {
    out_.byte(static_cast<uint8_t>(value.size()));
    for (const Junction& step : value) write(step);
}

void Writer::write(const Location& value) {
    out_.byte(value.parents);
    write(value.interior);
}

void Writer::write(const AssetId& value) {
    if (wire_ == Version::V3) out_.byte(0);  // Concrete
    write(value.location);
}

void Writer::write(const AssetInstance& value) {
    out_.byte(static_cast<uint8_t>(value.kind));
    if (value.kind == AssetInstance::Kind::Undefined) return;
    if (value.kind == AssetInstance::Kind::Index) return out_.compact(value.index);
    out_.append(BytesView(value.bytes).first(size_t{1} << static_cast<uint8_t>(value.kind)));
}

void Writer::write(WildFungibility value) { out_.byte(static_cast<uint8_t>(value)); }

void Writer::write(const Fungibility& value) {
    write(value.kind);
    if (value.kind == WildFungibility::NonFungible) return write(value.instance);
    out_.compact(value.amount);
}

void Writer::write(const Asset& value) {
    write(value.id);
    write(value.fun);
}

void Writer::write(const Assets& value) { write_sequence(value.items); }

void Writer::write(const WildAsset& value) {
    out_.byte(static_cast<uint8_t>(value.kind));
    if (value.has_id()) {
        write(value.id);
        write(value.fun);
    }
    if (value.is_counted()) out_.compact(uint64_t{value.count});
}

void Writer::write(const AssetFilter& value) {
    out_.byte(static_cast<uint8_t>(value.kind));
    if (value.kind == AssetFilter::Kind::Definite) return write(value.definite);
    write(value.wild);
}

void Writer::write(const AssetTransferFilter& value) {
    out_.byte(static_cast<uint8_t>(value.kind));
    write(value.filter);
}

void Writer::write(const Error& value) {
    auto code = static_cast<uint8_t>(value.code);
    if (wire_ != Version::V5 && value.code >= Error::Code::TooManyAssets) {
        // Observed: staging-xcm 18.0.0: version 5's errors of this and larger numbers have no name in version 4, though
        // some are there.
        if (meaning_ == Version::V5) converts_ = false;
        --code;
    }
    out_.byte(code);
    if (value.code == Error::Code::Trap) scale::encode_to(out_, value.trap_code);
    if (value.code == Error::Code::WeightLimitReached) write(value.weight);
}

void Writer::write(const InstructionError& value) {
    scale::encode_to(out_, value.index);
    write(value.error);
}

void Writer::write(const Weight& value) { scale::encode_to(out_, value); }

void Writer::write(OriginKind value) { out_.byte(static_cast<uint8_t>(value)); }

void Writer::write(const MaybeErrorCode& value) {
    out_.byte(static_cast<uint8_t>(value.kind));
    if (value.kind != MaybeErrorCode::Kind::Success) write_bytes(value.error);
}

void Writer::write(const PalletInfo& value) {
    out_.compact(uint64_t{value.index});
    write_bytes(value.name);
    write_bytes(value.module_name);
    out_.compact(uint64_t{value.major});
    out_.compact(uint64_t{value.minor});
    out_.compact(uint64_t{value.patch});
}

void Writer::write(const Response& value) {
    out_.byte(static_cast<uint8_t>(value.kind));
    switch (value.kind) {
        case Response::Kind::Null:
            return;
        case Response::Kind::Assets:
            return write(value.assets);
        case Response::Kind::ExecutionResult:
            return write(value.result);
        case Response::Kind::Version:
            return scale::encode_to(out_, value.version);
        case Response::Kind::PalletsInfo:
            return write_sequence(value.pallets);
        case Response::Kind::DispatchResult:
            return write(value.status);
    }
}

void Writer::write(const QueryResponseInfo& value) {
    write(value.destination);
    out_.compact(value.query_id);
    write(value.max_weight);
}

void Writer::write(bool value) { out_.byte(value ? 1 : 0); }

void Writer::write(const XcmHash& value) { scale::encode_to(out_, value); }

void Writer::write_bytes(BytesView value) {
    out_.compact(uint64_t{value.size()});
    out_.append(value);
}

void Writer::write_op(Op op) {
    const auto number = static_cast<uint8_t>(op);
    if (wire_ != Version::V5 && number >= kOpCountBefore5) converts_ = false;
    out_.byte(number);
}

void Writer::write_transact_weight(const std::optional<Weight>& fallback, BytesView call) {
    if (wire_ == Version::V5) return write(fallback);
    if (meaning_ != Version::V5) return write(*fallback);
    std::optional<Weight> weight;
    if (calls_ != nullptr) {
        weight = calls_->weight_of(call);
    } else if (call.empty()) {
        weight = Weight::zero();
    }
    write(weight ? *weight : fallback.value_or(Weight::max()));
}

}  // namespace serinus::xcm
