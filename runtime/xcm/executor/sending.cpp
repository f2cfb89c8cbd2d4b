// Messages to other chains, what they cost, and answers.
#include "runtime/xcm/executor/machine.hpp"

namespace serinus::xcm {

XcmResult Machine::send(const Location& dest, Program message, FeeReason reason) {
    const auto last = message.last();
    if (!last || last->op != Op::SetTopic) {
        message.push({.op = Op::SetTopic, .topic = context_.topic_or_message_id()});
    }
    const auto validated = config_.router.validate(dest, message);
    ENSURE(validated, validated.error().as_error());
    TRY(take_fee(validated->price, reason));
    const auto delivered = config_.router.deliver(validated->ticket);
    if (!delivered) {
        config_.events.send_failed(original_origin_, dest, delivered.error(), context_.topic_or_message_id());
        return Err(delivered.error().as_error());
    }
    config_.events.sent(original_origin_, dest, *delivered);
    return {};
}

XcmResultOf<Holding> Machine::collect_fee(const Asset& asset) {
    if (jit_withdraw_) {
        const Location from = TRY(origin());
        TRY(config_.assets.withdraw(asset, from, &context_));
        return Holding(asset);
    }
    // By PayFees the fees stand in a register of their own; by BuyExecution they are in holding.
    auto taken = (fees_.empty() ? holding_ : fees_).take_exactly(AssetFilter::of(asset));
    ENSURE(taken, Error(Error::Code::NotHoldingFees));
    const Asset* const first = taken->first_fungible();
    ENSURE(first != nullptr, Error(Error::Code::NotHoldingFees));
    return Holding(*first);
}

XcmResult Machine::take_fee(const Assets& fees, FeeReason reason) {
    const Location* const by = context_.origin ? &*context_.origin : nullptr;
    if (config_.fees.is_waived(by, reason) || fees.empty()) return {};
    const Asset& needed = fees.items.front();
    const Asset to_pay = asset_for_delivery_fees(needed);
    Holding paid = TRY(collect_fee(to_pay));
    if (to_pay.id != needed.id) {
        auto exchanged = config_.exchanger.exchange(by, paid, Assets{{needed}}, false);
        ENSURE(exchanged, Error(Error::Code::FeesNotMet));
        paid = std::move(*exchanged);
    }
    config_.fees.handle_fee(paid.to_assets(), &context_, reason);
    return {};
}

Asset Machine::asset_for_delivery_fees(const Asset& needed) const {
    const Asset* const set_aside = fees_.first_fungible();
    const AssetId* const wanted = set_aside != nullptr ? &set_aside->id : asset_for_fees_ ? &*asset_for_fees_ : nullptr;
    if (wanted == nullptr || *wanted == needed.id) return needed;
    const auto price = config_.exchanger.quote(Assets{{Asset::fungible(*wanted, 0)}}, Assets{{needed}}, false);
    return price && !price->empty() ? price->items.front() : needed;
}

XcmResult Machine::respond(const Response& response, const QueryResponseInfo& info, FeeReason reason) {
    std::optional<Location> querier;
    if (context_.origin) querier = TRY(origin_seen_from(info.destination));
    Program message{{.op = Op::QueryResponse,
                     .id = info.query_id,
                     .weight = info.max_weight,
                     .maybe_location = std::move(querier),
                     .response = response}};
    return send(info.destination, std::move(message), reason);
}

XcmResult Machine::report_holding(const Instruction& i) {
    Response response{};
    response.kind = Response::Kind::Assets;
    response.assets = reanchored(holding_.min(i.filter), i.info.destination, nullptr);
    return respond(response, i.info, FeeReason::Report);
}

XcmResult Machine::query_pallet(const Instruction& i) {
    Response response{};
    response.kind = Response::Kind::PalletsInfo;
    const auto pallets = config_.pallets != nullptr ? config_.pallets() : std::span<const PalletEntry>();
    for (const PalletEntry& pallet : pallets) {
        if (!equal(as_bytes(pallet.module_name), i.module_name)) continue;
        ENSURE(pallet.name.size() <= PalletInfo::kMaxName && pallet.module_name.size() <= PalletInfo::kMaxName,
               Error(Error::Code::Overflow));
        response.pallets.push_back({pallet.index, to_bytes(as_bytes(pallet.name)),
                                    to_bytes(as_bytes(pallet.module_name)), pallet.major, pallet.minor, pallet.patch});
    }
    ENSURE(response.pallets.size() <= Response::kMaxPallets, Error(Error::Code::Overflow));
    return respond(response, i.info, FeeReason::QueryPallet);
}

XcmResult Machine::export_message(const Instruction& i) {
    const Location from = TRY(origin());
    const auto source = within_global(config_.universal_location(), from);
    ENSURE(source, Error(Error::Code::Unanchored));
    const auto validated =
        config_.exporter.validate(i.network, export_channel(from, i.interior), *source, i.interior, i.program);
    ENSURE(validated, validated.error().as_error());
    return in_layer_with_holding([&]() -> XcmResult {
        TRY(take_fee(validated->price, FeeReason::Export));
        (void)config_.exporter.deliver(validated->ticket);
        return {};
    });
}

}  // namespace serinus::xcm
