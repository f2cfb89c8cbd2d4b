// How each instruction is encoded: its fields in their order, as a table that reading, writing and converting share.
#include <array>

#include "runtime/xcm/wire.hpp"

namespace serinus::xcm {

namespace {

enum class Field : uint8_t {
    kNone,
    kAssets,
    kFilter,
    kAsset,
    kLocation,
    kMaybeLocation,
    kInterior,
    kMaybeInterior,
    kJunction,
    kNetwork,
    kProgram,
    kId,  // compact
    kNumber0,
    kNumber1,
    kNumber2,
    kWeight,
    kLimit,
    kFlag,
    kTopic,
    kBytes,
    kModuleName,
    kResponse,
    kError,
    kStatus,
    kInfo,
    kRemoteFees,
    kTransfers,
    kClaimers,
    kTransact,  // origin kind, weight, call
};

using enum Field;
using Fields = std::array<Field, 5>;

// Source: staging-xcm 18, v5/mod.rs. Versions 3 and 4 have the same fields, but for the weight of Transact.
constexpr std::array<Fields, kOpCount> kFields = {{
    {kAssets},                                              // WithdrawAsset
    {kAssets},                                              // ReserveAssetDeposited
    {kAssets},                                              // ReceiveTeleportedAsset
    {kId, kResponse, kWeight, kMaybeLocation},              // QueryResponse
    {kAssets, kLocation},                                   // TransferAsset
    {kAssets, kLocation, kProgram},                         // TransferReserveAsset
    {kTransact},                                            // Transact
    {kNumber0, kNumber1, kNumber2},                         // HrmpNewChannelOpenRequest
    {kNumber0},                                             // HrmpChannelAccepted
    {kNumber0, kNumber1, kNumber2},                         // HrmpChannelClosing
    {},                                                     // ClearOrigin
    {kInterior},                                            // DescendOrigin
    {kInfo},                                                // ReportError
    {kFilter, kLocation},                                   // DepositAsset
    {kFilter, kLocation, kProgram},                         // DepositReserveAsset
    {kFilter, kAssets, kFlag},                              // ExchangeAsset
    {kFilter, kLocation, kProgram},                         // InitiateReserveWithdraw
    {kFilter, kLocation, kProgram},                         // InitiateTeleport
    {kInfo, kFilter},                                       // ReportHolding
    {kAsset, kLimit},                                       // BuyExecution
    {},                                                     // RefundSurplus
    {kProgram},                                             // SetErrorHandler
    {kProgram},                                             // SetAppendix
    {},                                                     // ClearError
    {kAssets, kLocation},                                   // ClaimAsset
    {kId},                                                  // Trap
    {kId, kWeight},                                         // SubscribeVersion
    {},                                                     // UnsubscribeVersion
    {kAssets},                                              // BurnAsset
    {kAssets},                                              // ExpectAsset
    {kMaybeLocation},                                       // ExpectOrigin
    {kError},                                               // ExpectError
    {kStatus},                                              // ExpectTransactStatus
    {kModuleName, kInfo},                                   // QueryPallet
    {kNumber0, kBytes, kModuleName, kNumber1, kNumber2},    // ExpectPallet
    {kInfo},                                                // ReportTransactStatus
    {},                                                     // ClearTransactStatus
    {kJunction},                                            // UniversalOrigin
    {kNetwork, kInterior, kProgram},                        // ExportMessage
    {kAsset, kLocation},                                    // LockAsset
    {kAsset, kLocation},                                    // UnlockAsset
    {kAsset, kLocation},                                    // NoteUnlockable
    {kAsset, kLocation},                                    // RequestUnlock
    {kFlag},                                                // SetFeesMode
    {kTopic},                                               // SetTopic
    {},                                                     // ClearTopic
    {kLocation},                                            // AliasOrigin
    {kLimit, kMaybeLocation},                               // UnpaidExecution
    {kAsset},                                               // PayFees
    {kLocation, kRemoteFees, kFlag, kTransfers, kProgram},  // InitiateTransfer
    {kMaybeInterior, kProgram},                             // ExecuteWithOrigin
    {kClaimers},                                            // SetHints
}};

/// A hint: its index, 0 for AssetClaimer, and the location. The sequence is a level, the hints are not.
bool read_hints(Reader& reader, std::vector<Location>& claimers) {
    scale::Decoder& in = reader.in();
    uint32_t count;
    if (!in.length(count, 1)) return false;
    if (count > Instruction::kMaxHints) return in.fail(scale::DecodeFault::kInvalidValue, in.position(), count, 1);
    if (!in.enter() || !in.allocate(uint64_t{count} * kRustHintSize)) return false;
    claimers.clear();
    for (uint32_t i = 0; i < count; ++i) {
        uint8_t kind;
        if (!in.byte(kind)) return false;
        if (kind != 0) return in.fail(scale::DecodeFault::kUnknownVariant, in.position() - 1, kind);
        if (!reader.read(claimers.emplace_back())) return false;
    }
    in.leave();
    return true;
}

bool read_transact(Reader& reader, Instruction& to) {
    if (!reader.read(to.origin_kind)) return false;
    const bool weight =
        reader.wire() == Version::V5 ? reader.read(to.fallback_weight) : reader.read(to.fallback_weight.emplace());
    return weight && reader.read_bytes(to.bytes);
}

/// All but programs.
bool read_field(Reader& reader, Field field, Instruction& to) {
    switch (field) {
        case kNone:
        case kProgram:
            return true;
        case kAssets:
            return reader.read(to.assets);
        case kFilter:
            return reader.read(to.filter);
        case kAsset:
            return reader.read(to.asset);
        case kLocation:
            return reader.read(to.location);
        case kMaybeLocation:
            return reader.read(to.maybe_location);
        case kInterior:
            return reader.read(to.interior);
        case kMaybeInterior:
            return reader.read(to.maybe_interior);
        case kJunction:
            return reader.read(to.junction);
        case kNetwork:
            return reader.read(to.network);
        case kId:
            return reader.in().compact(to.id);
        case kNumber0:
            return reader.in().compact(to.numbers[0]);
        case kNumber1:
            return reader.in().compact(to.numbers[1]);
        case kNumber2:
            return reader.in().compact(to.numbers[2]);
        case kWeight:
            return reader.read(to.weight);
        case kLimit:
            return reader.read(to.limit);
        case kFlag:
            return reader.read(to.flag);
        case kTopic:
            return reader.read(to.topic);
        case kBytes:
            return reader.read_bytes(to.bytes);
        case kModuleName:
            return reader.read_bytes(to.module_name);
        case kResponse:
            return reader.read(to.response);
        case kError:
            return reader.read(to.error);
        case kStatus:
            return reader.read(to.status);
        case kInfo:
            return reader.read(to.info);
        case kRemoteFees:
            return reader.read(to.remote_fees);
        case kTransfers:
            return reader.read_sequence(to.transfers, Instruction::kMaxTransfers);
        case kClaimers:
            return read_hints(reader, to.claimers);
        case kTransact:
            return read_transact(reader, to);
    }
    return false;
}

void write_hints(Writer& writer, const std::vector<Location>& claimers) {
    writer.out().compact(uint64_t{claimers.size()});
    for (const Location& claimer : claimers) {
        writer.out().byte(0);
        writer.write(claimer);
    }
}

/// All but programs.
void write_field(Writer& writer, Field field, const Instruction& from) {
    switch (field) {
        case kNone:
        case kProgram:
            return;
        case kAssets:
            return writer.write(from.assets);
        case kFilter:
            return writer.write(from.filter);
        case kAsset:
            return writer.write(from.asset);
        case kLocation:
            return writer.write(from.location);
        case kMaybeLocation:
            return writer.write(from.maybe_location);
        case kInterior:
            return writer.write(from.interior);
        case kMaybeInterior:
            return writer.write(from.maybe_interior);
        case kJunction:
            return writer.write(from.junction);
        case kNetwork:
            return writer.write(from.network);
        case kId:
            return writer.out().compact(from.id);
        case kNumber0:
            return writer.out().compact(uint64_t{from.numbers[0]});
        case kNumber1:
            return writer.out().compact(uint64_t{from.numbers[1]});
        case kNumber2:
            return writer.out().compact(uint64_t{from.numbers[2]});
        case kWeight:
            return writer.write(from.weight);
        case kLimit:
            return writer.write(from.limit);
        case kFlag:
            return writer.write(from.flag);
        case kTopic:
            return writer.write(from.topic);
        case kBytes:
            return writer.write_bytes(from.bytes);
        case kModuleName:
            return writer.write_bytes(from.module_name);
        case kResponse:
            return writer.write(from.response);
        case kError:
            return writer.write(from.error);
        case kStatus:
            return writer.write(from.status);
        case kInfo:
            return writer.write(from.info);
        case kRemoteFees:
            return writer.write(from.remote_fees);
        case kTransfers:
            return writer.write_sequence(from.transfers);
        case kClaimers:
            return write_hints(writer, from.claimers);
        case kTransact:
            writer.write(from.origin_kind);
            writer.write_transact_weight(from.fallback_weight, from.bytes);
            return writer.write_bytes(from.bytes);
    }
}

/// Whether the program of `op` runs here, so that its calls are those of the program around it; all others run on other
/// chains. Source: staging-xcm 18 (v5/mod.rs): Xcm<Call>, not Xcm<()>
bool runs_here(Op op) { return op == Op::SetErrorHandler || op == Op::SetAppendix || op == Op::ExecuteWithOrigin; }

bool pass_program(Reader& reader, Writer* writer, bool of_calls, Instruction& scratch);

/// `scratch` holds one field after the other, so that the frame stays small however deep programs nest.
bool pass_instructions(Reader& reader, Writer* writer, uint32_t count, bool of_calls, Instruction& scratch) {
    for (uint32_t i = 0; i < count; ++i) {
        Op op;
        if (!reader.read_op(op)) return false;
        if (writer != nullptr) writer->write_op(op);
        for (const Field field : kFields[static_cast<uint8_t>(op)]) {
            if (field == kNone) break;
            if (field == kProgram) {
                if (!pass_program(reader, writer, of_calls && runs_here(op), scratch)) return false;
                continue;
            }
            if (!read_field(reader, field, scratch)) return false;
            if (writer != nullptr) write_field(*writer, field, scratch);
        }
    }
    return true;
}

bool pass_program(Reader& reader, Writer* writer, bool of_calls, Instruction& scratch) {
    uint32_t count;
    if (!reader.read_count(count) || !reader.in().enter()) return false;
    if (!reader.allocate_instructions(count, of_calls)) return false;
    if (writer != nullptr) writer->out().compact(uint64_t{count});
    if (!pass_instructions(reader, writer, count, of_calls, scratch)) return false;
    reader.in().leave();
    return true;
}

}  // namespace

bool pass_program(Reader& reader, Writer* writer, bool of_calls) {
    Instruction scratch;
    return pass_program(reader, writer, of_calls, scratch);
}

bool read_own_head(scale::Decoder& in, Instruction& instruction, uint32_t& inside) {
    Reader reader = Reader::of_own(in);
    instruction = {};
    inside = 0;
    if (!reader.read_op(instruction.op)) return false;
    for (const Field field : kFields[static_cast<uint8_t>(instruction.op)]) {
        if (field == kProgram) return in.compact(inside);  // always the last one
        if (!read_field(reader, field, instruction)) return false;
    }
    return true;
}

bool read_own(scale::Decoder& in, Instruction& instruction) {
    uint32_t count;
    if (!read_own_head(in, instruction, count)) return false;
    if (count == 0) return true;
    const uint8_t* const begin = in.position();
    Reader skipping = Reader::of_own(in);
    Instruction scratch;
    if (!pass_instructions(skipping, nullptr, count, false, scratch)) return false;
    instruction.program = Program(count, Bytes(begin, in.position()));
    return true;
}

void write_own(scale::Encoder& out, const Instruction& instruction) {
    Writer writer(out, kLatest, kLatest);
    writer.write_op(instruction.op);
    for (const Field field : kFields[static_cast<uint8_t>(instruction.op)]) {
        if (field != kProgram) {
            write_field(writer, field, instruction);
            continue;
        }
        out.compact(uint64_t{instruction.program.size()});
        out.append(instruction.program.instructions());
    }
}

Program::Program(std::initializer_list<Instruction> instructions) {
    for (const Instruction& instruction : instructions) push(instruction);
}

void Program::push(const Instruction& instruction) {
    scale::Encoder out(std::move(instructions_));
    write_own(out, instruction);
    instructions_ = std::move(out).finish();
    ++count_;
}

void Program::append(const Program& more) {
    serinus::append(instructions_, more.instructions_);
    count_ += more.count_;
}

size_t Program::replace(size_t begin, size_t end, const Instruction& instruction) {
    scale::Encoder out;
    write_own(out, instruction);
    const Bytes replaced = std::move(out).finish();
    const auto at = instructions_.begin() + static_cast<ptrdiff_t>(begin);
    const auto gap = instructions_.erase(at, instructions_.begin() + static_cast<ptrdiff_t>(end));
    instructions_.insert(gap, replaced.begin(), replaced.end());
    return begin + replaced.size();
}

Bytes Program::encoded() const {
    scale::Encoder out;
    out.reserve(encoded_size());
    out.compact(uint64_t{count_});
    out.append(instructions_);
    return std::move(out).finish();
}

size_t Program::encoded_size() const noexcept { return scale::compact_size(uint64_t{count_}) + instructions_.size(); }

std::optional<Instruction> Program::last() const {
    std::optional<Instruction> found;
    ProgramReader reader(*this);
    for (Instruction instruction; reader.next(instruction);) {
        if (reader.left() == 0) found = std::move(instruction);
    }
    return found;
}

std::vector<Instruction> Program::to_vector() const {
    std::vector<Instruction> all;
    all.reserve(count_);
    ProgramReader reader(*this);
    for (Instruction instruction; reader.next(instruction);) all.push_back(instruction);
    return all;
}

bool ProgramReader::next(Instruction& instruction) {
    if (left_ == 0) return false;
    // As deep as what some decoder has let in, which the stack alone may have bounded.
    scale::Decoder in(rest_, UINT32_MAX);
    const bool good = read_own(in, instruction);
    SERINUS_ASSERT(good);
    rest_ = in.rest();
    --left_;
    return true;
}

MaybeErrorCode MaybeErrorCode::of(Bytes error) {
    if (error.size() <= kMaxBytes) return {Kind::Error, std::move(error)};
    error.resize(kMaxBytes);
    return {Kind::TruncatedError, std::move(error)};
}

}  // namespace serinus::xcm
