#include "runtime/xcm/builders/bridges.hpp"

#include <algorithm>

#include "runtime/xcm/builders/accounts.hpp"

namespace serinus::xcm {

namespace {

std::optional<Bridge> find_bridge(std::vector<Bridge> bridges, const NetworkId& network, const Junctions& place) {
    const auto found = std::ranges::find_if(bridges, [&](const Bridge& bridge) {
        return bridge.network == network &&
               (!bridge.places || std::ranges::find(*bridge.places, place) != bridge.places->end());
    });
    if (found == bridges.end()) return std::nullopt;
    return std::move(*found);
}

SendError not_applicable() { return SendError(SendError::Code::NotApplicable); }
SendError unroutable() { return SendError(SendError::Code::Unroutable); }

}  // namespace

Result<PricedTicket, SendError> LocalExporter::validate(const Location& destination, const Program& message) const {
    const Junctions here = here_();
    const auto remote = remote_place(here, destination);
    ENSURE(remote, not_applicable());
    const auto& [network, place] = *remote;
    return exporter_.validate(network, export_channel(Location::here(), place), here, place, message);
}

Result<Program, SendError> RemoteExporter::request(const Bridge& bridge, const Instruction& exporting) const {
    if (payer_ == Payer::kUnpaid) return Program{{.op = Op::UnpaidExecution}, exporting};
    auto back = invert_target(here_(), bridge.chain);
    ENSURE(back, unroutable());
    if (!bridge.payment) return Program{exporting};
    Asset fees = *bridge.payment;
    ENSURE(fees.id.location.reanchor(bridge.chain, here_()), unroutable());
    // What is left is not trapped, whatever becomes of the export.
    const Program returned{
        {.op = Op::DepositAsset, .filter = AssetFilter::all_counted(1), .location = *std::move(back)}};
    return Program{{.op = Op::WithdrawAsset, .assets = {{fees}}},
                   {.op = Op::BuyExecution, .asset = fees},
                   {.op = Op::SetAppendix, .program = returned},
                   exporting};
}

Result<PricedTicket, SendError> RemoteExporter::validate(const Location& destination, const Program& message) const {
    const auto remote = remote_place(here_(), destination);
    ENSURE(remote, not_applicable());
    const auto& [network, place] = *remote;
    const auto bridge = find_bridge(bridges_(), network, place);
    ENSURE(bridge, not_applicable());
    auto asked =
        TRY(request(*bridge, {.op = Op::ExportMessage, .interior = place, .network = network, .program = message}));
    const auto last = message.last();
    if (last && last->op == Op::SetTopic) asked.push(*last);
    auto validated = TRY(router_.validate(bridge->chain, asked));
    if (bridge->payment) {
        validated.price.items.push_back(*bridge->payment);
        validated.price = Assets::sorted(std::move(validated.price.items));
    }
    return validated;
}

}  // namespace serinus::xcm
