// Assets locked for other chains. Their messages have no topic, and no event tells of them.
#include "runtime/xcm/executor/machine.hpp"

namespace serinus::xcm {

XcmResult Machine::pay_and_deliver(const PricedTicket& message, FeeReason reason, LockTicket& lock) {
    TRY(take_fee(message.price, reason));
    TRY(lock.enact());
    const auto delivered = config_.router.deliver(message.ticket);
    ENSURE(delivered, delivered.error().as_error());
    return {};
}

XcmResult Machine::lock_asset(const Instruction& i) {
    return in_layer_with_holding([&]() -> XcmResult {
        const Location owner = TRY(origin());
        Asset remote = i.asset;
        ENSURE(remote.id.location.reanchor(i.location, config_.universal_location()),
               Error(Error::Code::ReanchorFailed));
        const auto ticket = TRY(config_.locker.prepare_lock(i.location, i.asset, owner));
        const Program message{
            {.op = Op::NoteUnlockable, .asset = remote, .location = TRY(origin_seen_from(i.location))}};
        const auto validated = config_.router.validate(i.location, message);
        ENSURE(validated, validated.error().as_error());
        return pay_and_deliver(*validated, FeeReason::LockAsset, *ticket);
    });
}

XcmResult Machine::unlock_asset(const Instruction& i) {
    const Location locker = TRY(origin());
    const auto ticket = TRY(config_.locker.prepare_unlock(locker, i.asset, i.location));
    return ticket->enact();
}

XcmResult Machine::note_unlockable(const Instruction& i) {
    const Location locker = TRY(origin());
    return config_.locker.note_unlockable(locker, i.asset, i.location);
}

XcmResult Machine::request_unlock(const Instruction& i) {
    const Location owner = TRY(origin());
    Asset remote = i.asset;
    ENSURE(remote.id.location.reanchor(i.location, config_.universal_location()), Error(Error::Code::ReanchorFailed));
    const Location remote_owner = TRY(origin_seen_from(i.location));
    const auto ticket = TRY(config_.locker.prepare_reduce_unlockable(i.location, i.asset, owner));
    const Program message{{.op = Op::UnlockAsset, .asset = remote, .location = remote_owner}};

    // The price is asked for outside of the layer. Observed: staging-xcm-executor 21.0.0: an error of the router leaves
    // what asking has changed.
    const auto validated = config_.router.validate(i.location, message);
    ENSURE(validated, validated.error().as_error());
    return in_layer_with_holding([&] { return pay_and_deliver(*validated, FeeReason::RequestUnlock, *ticket); });
}

}  // namespace serinus::xcm
