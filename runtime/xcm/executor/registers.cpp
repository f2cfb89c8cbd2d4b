// Origin, calls, queries and expectations.
#include "runtime/xcm/executor/machine.hpp"

namespace serinus::xcm {

XcmResult Machine::transact(const Instruction& i) {
    const Location from = TRY(origin());
    Transacted done = TRY(config_.calls.transact(i.bytes, from, i.origin_kind));
    transact_status_ = std::move(done.status);
    surplus_.saturating_accrue(done.surplus);
    return {};
}

XcmResult Machine::query_response(const Instruction& i) {
    const Location from = TRY(origin());
    const Location* const querier = i.maybe_location ? &*i.maybe_location : nullptr;
    config_.responses.on_response(from, i.id, querier, i.response, i.weight, context_);
    return {};
}

XcmResult Machine::descend_origin(const Instruction& i) {
    ENSURE(context_.origin, Error(Error::Code::BadOrigin));
    ENSURE(context_.origin->append(i.interior), Error(Error::Code::LocationFull));
    return {};
}

XcmResult Machine::universal_origin(const Instruction& i) {
    const Junctions here = config_.universal_location();
    ENSURE(here.empty() || *here.first() != i.junction, Error(Error::Code::InvalidLocation));
    const Location from = TRY(origin());
    ENSURE(config_.universal_aliases.contains(from, i.junction), Error(Error::Code::InvalidLocation));
    context_.origin = relative_to({i.junction}, here);
    return {};
}

XcmResult Machine::alias_origin(const Instruction& i) {
    const Location from = TRY(origin());
    ENSURE(config_.aliasers.contains(from, i.location), Error(Error::Code::NoPermission));
    context_.origin = i.location;
    return {};
}

XcmResult Machine::subscribe_version(const Instruction& i) {
    const Location from = TRY(origin());
    ENSURE(from == original_origin_, Error(Error::Code::BadOrigin));
    return config_.subscriptions.start(from, i.id, i.weight, context_);
}

XcmResult Machine::unsubscribe_version() {
    const Location from = TRY(origin());
    ENSURE(from == original_origin_, Error(Error::Code::BadOrigin));
    return config_.subscriptions.stop(from, context_);
}

XcmResult Machine::expect_pallet(const Instruction& i) const {
    const auto pallets = config_.pallets != nullptr ? config_.pallets() : std::span<const PalletEntry>();
    for (const PalletEntry& pallet : pallets) {
        if (pallet.index != i.numbers[0]) continue;
        ENSURE(equal(as_bytes(pallet.name), i.bytes) && equal(as_bytes(pallet.module_name), i.module_name),
               Error(Error::Code::NameMismatch));
        ENSURE(pallet.major == i.numbers[1] && pallet.minor >= i.numbers[2], Error(Error::Code::VersionIncompatible));
        return {};
    }
    return Err(Error(Error::Code::PalletNotFound));
}

}  // namespace serinus::xcm
