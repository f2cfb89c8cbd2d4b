/// Programs for tests.
#pragma once

#include "runtime/xcm/instruction.hpp"

namespace serinus::xcm::test {

inline AssetId native() { return {Location::here()}; }
inline Asset coins(uint128_t amount) { return Asset::fungible(native(), amount); }
inline Assets coins_only(uint128_t amount) { return {{coins(amount)}}; }
inline Location parachain(uint32_t id) { return {0, {Junction::parachain(id)}}; }
inline Location account(uint8_t byte) {
    ByteArray<32> id{};
    id.fill(byte);
    return {0, {Junction::account_id32(std::nullopt, id)}};
}
inline XcmHash topic(uint8_t byte) {
    XcmHash hash{};
    hash.fill(byte);
    return hash;
}

/// Each instruction once, in the order of their indices, with all of its fields set.
inline std::vector<Instruction> every_instruction() {
    const Asset item = Asset::non_fungible({parachain(7)}, {AssetInstance::Kind::Array4, 0, {1, 2, 3, 4}});
    const Assets assets{{coins(5), item}};
    const AssetFilter filter{
        AssetFilter::Kind::Wild, {}, {WildAsset::Kind::AllOfCounted, {parachain(9)}, WildFungibility::NonFungible, 3}};
    const Location place{1, {Junction::parachain(2000), Junction::general_key(Bytes{1, 2})}};
    const Program program{{.op = Op::ClearOrigin}, {.op = Op::Trap, .id = 300}};
    const QueryResponseInfo info{place, 1 << 20, Weight::from_parts(1, 2)};
    Response response{};
    response.kind = Response::Kind::PalletsInfo;
    response.pallets = {{4, {'B'}, {'b'}, 1, 2, 3}};
    const InstructionError error{3, Error::trap(7)};
    const MaybeErrorCode status{MaybeErrorCode::Kind::TruncatedError, {1, 2, 3}};
    const Junctions interior{
        Junction::plurality({BodyId::Kind::Moniker, {1, 2, 3, 4}, 0}, {BodyPart::Kind::Fraction, 1, 2}),
        Junction::account_key20(NetworkId::ethereum(1), {9})};
    return {
        {.op = Op::WithdrawAsset, .assets = assets},
        {.op = Op::ReserveAssetDeposited, .assets = assets},
        {.op = Op::ReceiveTeleportedAsset, .assets = assets},
        {.op = Op::QueryResponse, .id = 9, .weight = {1, 2}, .maybe_location = place, .response = response},
        {.op = Op::TransferAsset, .assets = assets, .location = place},
        {.op = Op::TransferReserveAsset, .assets = assets, .location = place, .program = program},
        {.op = Op::Transact,
         .origin_kind = OriginKind::Superuser,
         .fallback_weight = Weight::from_parts(10, 20),
         .bytes = {0, 0, 0}},
        {.op = Op::HrmpNewChannelOpenRequest, .numbers = {1, 2, 3}},
        {.op = Op::HrmpChannelAccepted, .numbers = {70, 0, 0}},
        {.op = Op::HrmpChannelClosing, .numbers = {4, 5, 6}},
        {.op = Op::ClearOrigin},
        {.op = Op::DescendOrigin, .interior = interior},
        {.op = Op::ReportError, .info = info},
        {.op = Op::DepositAsset, .filter = filter, .location = place},
        {.op = Op::DepositReserveAsset, .filter = filter, .location = place, .program = program},
        {.op = Op::ExchangeAsset, .flag = true, .assets = assets, .filter = filter},
        {.op = Op::InitiateReserveWithdraw, .filter = filter, .location = place, .program = program},
        {.op = Op::InitiateTeleport, .filter = filter, .location = place, .program = program},
        {.op = Op::ReportHolding, .filter = filter, .info = info},
        {.op = Op::BuyExecution, .limit = Weight::from_parts(3, 4), .asset = coins(1)},
        {.op = Op::RefundSurplus},
        {.op = Op::SetErrorHandler, .program = program},
        {.op = Op::SetAppendix, .program = program},
        {.op = Op::ClearError},
        {.op = Op::ClaimAsset, .assets = assets, .location = place},
        {.op = Op::Trap, .id = ~uint64_t{0}},
        {.op = Op::SubscribeVersion, .id = 5, .weight = {1, 0}},
        {.op = Op::UnsubscribeVersion},
        {.op = Op::BurnAsset, .assets = assets},
        {.op = Op::ExpectAsset, .assets = assets},
        {.op = Op::ExpectOrigin, .maybe_location = place},
        {.op = Op::ExpectError, .error = error},
        {.op = Op::ExpectTransactStatus, .status = status},
        {.op = Op::QueryPallet, .module_name = {'x'}, .info = info},
        {.op = Op::ExpectPallet, .numbers = {4, 1, 2}, .bytes = {'B'}, .module_name = {'b'}},
        {.op = Op::ReportTransactStatus, .info = info},
        {.op = Op::ClearTransactStatus},
        {.op = Op::UniversalOrigin, .junction = Junction::global_consensus(NetworkId::polkadot())},
        {.op = Op::ExportMessage, .interior = interior, .network = NetworkId::kusama(), .program = program},
        {.op = Op::LockAsset, .asset = item, .location = place},
        {.op = Op::UnlockAsset, .asset = item, .location = place},
        {.op = Op::NoteUnlockable, .asset = item, .location = place},
        {.op = Op::RequestUnlock, .asset = item, .location = place},
        {.op = Op::SetFeesMode, .flag = true},
        {.op = Op::SetTopic, .topic = topic(3)},
        {.op = Op::ClearTopic},
        {.op = Op::AliasOrigin, .location = place},
        {.op = Op::UnpaidExecution, .limit = Weight::from_parts(1, 1), .maybe_location = place},
        {.op = Op::PayFees, .asset = coins(8)},
        {.op = Op::InitiateTransfer,
         .flag = true,
         .location = place,
         .remote_fees = AssetTransferFilter{TransferKind::ReserveWithdraw, filter},
         .transfers = {{TransferKind::Teleport, filter}, {TransferKind::ReserveDeposit, AssetFilter::of(assets)}},
         .program = program},
        {.op = Op::ExecuteWithOrigin, .maybe_interior = interior, .program = program},
        {.op = Op::SetHints, .claimers = {place}},
    };
}

inline Program program_of(std::span<const Instruction> instructions) {
    Program program;
    for (const Instruction& instruction : instructions) program.push(instruction);
    return program;
}

}  // namespace serinus::xcm::test
