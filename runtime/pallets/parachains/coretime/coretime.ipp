/// The bodies of coretime.hpp.
#pragma once

#include "runtime/pallets/parachains/coretime/coretime.hpp"
#include "runtime/xcm/builders/routers.hpp"

namespace serinus::polkadot_runtime_parachains::coretime {

template <class T>
DispatchResult Pallet<T>::ensure_root_or_broker(const RuntimeOrigin& origin) {
    const auto para = origin::EnsureParachain<typename T::ParachainsOrigin>::try_origin(origin);
    if (para) {
        ENSURE(para->_0 == T::kConstants.BrokerId, Error::NotBroker);
        return {};
    }
    TRY(ensure_origin<EnsureRoot>(origin));
    return {};
}

template <class T>
DispatchResult Pallet<T>::request_core_count::operator()(const RuntimeOrigin& origin) const {
    TRY(ensure_root_or_broker(origin));
    return T::Configuration::set_coretime_cores_unchecked(count);
}

template <class T>
DispatchResult Pallet<T>::request_revenue_at::operator()(const RuntimeOrigin& origin) const {
    TRY(ensure_root_or_broker(origin));
    ENSURE(when <= T::System::block_number(), Error::RequestedFutureRevenue);
    TRY(notify_revenue(when, T::OnDemand::claim_revenue_until(when)));
    return {};
}

template <class T>
DispatchResult Pallet<T>::credit_account::operator()(const RuntimeOrigin& origin) const {
    TRY(ensure_root_or_broker(origin));
    T::OnDemand::credit_account(who, amount);
    return {};
}

template <class T>
DispatchResult Pallet<T>::assign_core::operator()(const RuntimeOrigin& origin) const {
    TRY(ensure_root_or_broker(origin));
    TRY(T::AssignmentProvider::assign_core({core}, begin, assignment, end_hint));
    deposit_event(typename Event::CoreAssigned{{core}});
    return {};
}

template <class T>
xcm::Instruction Pallet<T>::unpaid() {
    xcm::Instruction out;
    out.op = xcm::Op::UnpaidExecution;  // without a limit, whoever sends it
    return out;
}

template <class T>
xcm::Instruction Pallet<T>::transact(const BrokerCall& call) {
    xcm::Instruction out;
    out.op = xcm::Op::Transact;
    out.origin_kind = xcm::OriginKind::Superuser;
    out.fallback_weight = T::kMaxXcmTransactWeight;
    out.bytes = call.encoded();
    return out;
}

template <class T>
void Pallet<T>::initializer_on_new_session(const initializer::SessionChange& change, std::vector<ParaId>&) {
    const uint32_t before = change.prev_config.scheduler_params.num_cores;
    const uint32_t now = change.new_config.scheduler_params.num_cores;
    if (now == before) return;
    const auto count = static_cast<uint16_t>(std::min<uint32_t>(now, max_value<uint16_t>()));
    static_cast<void>(xcm::send_xcm(T::router(), broker(), {unpaid(), transact({BrokerCall::NotifyCoreCount{count}})}));
}

template <class T>
Result<void, typename Pallet<T>::Error> Pallet<T>::notify_revenue(BlockNumber until, Balance revenue) {
    const xcm::AssetTransactor& assets = T::asset_transactor();
    const xcm::Asset asset = xcm::Asset::fungible({}, revenue);  // of this chain's own
    const xcm::Context context;
    xcm::Program message{unpaid()};
    if (revenue > 0) {
        const auto pot = T::account_location(T::OnDemand::account_id());
        ENSURE(pot, Error::AssetTransferFailed);
        ENSURE(assets.withdraw(asset, *pot, nullptr), Error::AssetTransferFailed);
        ENSURE(assets.can_check_out(broker(), asset, context), Error::AssetTransferFailed);
        xcm::Instruction receive;
        receive.op = xcm::Op::ReceiveTeleportedAsset;
        receive.assets = {{asset}};
        ENSURE(receive.assets.reanchor(broker(), {}), Error::AssetTransferFailed);
        xcm::Instruction deposit;
        deposit.op = xcm::Op::DepositAsset;
        deposit.filter = xcm::AssetFilter::all_counted(1);
        deposit.location = {0, T::broker_pot()};
        message.push(receive);
        message.push(deposit);
    }
    message.push(transact({BrokerCall::NotifyRevenue{until, revenue}}));
    ENSURE(xcm::send_xcm(T::router(), broker(), message), Error::AssetTransferFailed);
    if (revenue > 0) assets.check_out(broker(), asset, context);
    return {};
}

}  // namespace serinus::polkadot_runtime_parachains::coretime
