/// Instructions and programs of them.
///
/// A program is kept as it is encoded in version 5, and read one instruction at a time: so a message takes about as
/// much memory as its bytes, a program is put together and compared as bytes, and no type exists for each of the 52
/// instructions, but one whose members they share. Source: XCM version 5
#pragma once

#include "runtime/sdk/bounded.hpp"
#include "runtime/xcm/asset.hpp"
#include "runtime/xcm/error.hpp"

namespace serinus::xcm {

using XcmHash = ByteArray<32>;

/// The index on the wire, in all versions; 48 and above are version 5's.
enum class Op : uint8_t {
    WithdrawAsset,              ///< assets
    ReserveAssetDeposited,      ///< assets
    ReceiveTeleportedAsset,     ///< assets
    QueryResponse,              ///< id, response, weight (max_weight), maybe_location (querier)
    TransferAsset,              ///< assets, location (beneficiary)
    TransferReserveAsset,       ///< assets, location (dest), program
    Transact,                   ///< origin_kind, fallback_weight, bytes (the call)
    HrmpNewChannelOpenRequest,  ///< numbers: sender, max_message_size, max_capacity
    HrmpChannelAccepted,        ///< numbers: recipient
    HrmpChannelClosing,         ///< numbers: initiator, sender, recipient
    ClearOrigin,
    DescendOrigin,            ///< interior
    ReportError,              ///< info
    DepositAsset,             ///< filter, location (beneficiary)
    DepositReserveAsset,      ///< filter, location (dest), program
    ExchangeAsset,            ///< filter (give), assets (want), flag (maximal)
    InitiateReserveWithdraw,  ///< filter, location (reserve), program
    InitiateTeleport,         ///< filter, location (dest), program
    ReportHolding,            ///< info, filter
    BuyExecution,             ///< asset (fees), limit
    RefundSurplus,
    SetErrorHandler,  ///< program
    SetAppendix,      ///< program
    ClearError,
    ClaimAsset,        ///< assets, location (ticket)
    Trap,              ///< id: the code
    SubscribeVersion,  ///< id, weight (max_response_weight)
    UnsubscribeVersion,
    BurnAsset,             ///< assets
    ExpectAsset,           ///< assets
    ExpectOrigin,          ///< maybe_location
    ExpectError,           ///< error
    ExpectTransactStatus,  ///< status
    QueryPallet,           ///< module_name, info
    ExpectPallet,          ///< numbers: index, crate_major, min_crate_minor; bytes (name), module_name
    ReportTransactStatus,  ///< info
    ClearTransactStatus,
    UniversalOrigin,  ///< junction
    ExportMessage,    ///< network, interior (destination), program
    LockAsset,        ///< asset, location (unlocker)
    UnlockAsset,      ///< asset, location (target)
    NoteUnlockable,   ///< asset, location (owner)
    RequestUnlock,    ///< asset, location (locker)
    SetFeesMode,      ///< flag (jit_withdraw)
    SetTopic,         ///< topic
    ClearTopic,
    AliasOrigin,       ///< location
    UnpaidExecution,   ///< limit, maybe_location (check_origin)
    PayFees,           ///< asset
    InitiateTransfer,  ///< location (destination), remote_fees, flag (preserve_origin), transfers, program (remote_xcm)
    ExecuteWithOrigin,  ///< maybe_interior (descendant_origin), program
    SetHints,           ///< claimers: a location for each AssetClaimer, the one hint that there is
};
inline constexpr uint8_t kOpCount = 52;
inline constexpr uint8_t kOpCountBefore5 = 48;

/// nullopt: unlimited.
using WeightLimit = std::optional<Weight>;

enum class OriginKind : uint8_t { Native, SovereignAccount, Superuser, Xcm };

/// How a Transact ended.
struct MaybeErrorCode {
    enum class Kind : uint8_t { Success, Error, TruncatedError };
    static constexpr uint32_t kMaxBytes = 128;
    Kind kind{};
    Bytes error;  ///< the encoded DispatchError

    /// Success without an error; truncates a long one.
    static MaybeErrorCode of(Bytes error);

    friend bool operator==(const MaybeErrorCode&, const MaybeErrorCode&) = default;
};

struct PalletInfo {
    static constexpr uint32_t kMaxName = 48;
    uint32_t index{};
    Bytes name;
    Bytes module_name;
    uint32_t major{}, minor{}, patch{};

    friend bool operator==(const PalletInfo&, const PalletInfo&) = default;
};

/// What is answered to a query.
struct Response {
    enum class Kind : uint8_t {
        Null,
        Assets,           ///< assets
        ExecutionResult,  ///< result
        Version,          ///< version
        PalletsInfo,      ///< pallets
        DispatchResult,   ///< status
    };
    static constexpr uint32_t kMaxPallets = 64;
    Kind kind{};
    Assets assets;
    std::optional<InstructionError> result;
    uint32_t version{};
    std::vector<PalletInfo> pallets;
    MaybeErrorCode status;

    friend bool operator==(const Response&, const Response&) = default;
};

/// Where a response goes.
struct QueryResponseInfo {
    Location destination;
    uint64_t query_id{};
    Weight max_weight;

    friend bool operator==(const QueryResponseInfo&, const QueryResponseInfo&) = default;
};

struct Instruction;

/// Instructions in their order.
class Program {
  public:
    Program() = default;
    Program(std::initializer_list<Instruction> instructions);
    /// From what a reader has checked: so many instructions, encoded in version 5.
    Program(uint32_t count, Bytes instructions) : count_(count), instructions_(std::move(instructions)) {}

    uint32_t size() const noexcept { return count_; }
    bool empty() const noexcept { return count_ == 0; }
    /// Of all instructions, without their number.
    BytesView instructions() const noexcept { return instructions_; }

    void push(const Instruction& instruction);
    void append(const Program& more);
    /// Puts an instruction in place of the one between these bytes of instructions(); gives where it ends.
    size_t replace(size_t begin, size_t end, const Instruction& instruction);
    /// The encoding in version 5: the number and the instructions.
    Bytes encoded() const;
    size_t encoded_size() const noexcept;
    /// The last instruction; nullopt if there is none. Time O(size).
    std::optional<Instruction> last() const;
    /// All of them: for tests and what shows a program to people.
    std::vector<Instruction> to_vector() const;

    friend bool operator==(const Program&, const Program&) = default;

  private:
    uint32_t count_ = 0;
    Bytes instructions_;
};

/// One instruction. Which members it has stands beside its name in Op; the others are empty.
struct Instruction {
    static constexpr uint32_t kMaxTransfers = 6;
    static constexpr uint32_t kMaxHints = 1;

    Op op{};
    bool flag{};
    OriginKind origin_kind{};
    uint64_t id{};
    std::array<uint32_t, 3> numbers{};
    Weight weight{};
    std::optional<Weight> fallback_weight{};
    WeightLimit limit{};
    XcmHash topic{};
    Assets assets{};
    AssetFilter filter{};
    Asset asset{};
    Location location{};
    std::optional<Location> maybe_location{};
    Junctions interior{};
    std::optional<Junctions> maybe_interior{};
    Junction junction{};
    NetworkId network{};
    Bytes bytes{};
    Bytes module_name{};
    Response response{};
    std::optional<InstructionError> error{};
    MaybeErrorCode status{};
    QueryResponseInfo info{};
    std::optional<AssetTransferFilter> remote_fees{};
    std::vector<AssetTransferFilter> transfers{};
    std::vector<Location> claimers{};
    Program program{};

    friend bool operator==(const Instruction&, const Instruction&) = default;
};

/// Reads a program from its front. The program must live as long, and not change.
class ProgramReader {
  public:
    explicit ProgramReader(const Program& program) : ProgramReader(program.instructions(), program.size()) {}
    /// From the middle of a program on.
    ProgramReader(BytesView instructions, uint32_t count) : rest_(instructions), left_(count) {}

    uint32_t left() const noexcept { return left_; }
    /// What has not been read.
    BytesView rest() const noexcept { return rest_; }
    /// False at the end.
    bool next(Instruction& instruction);

  private:
    BytesView rest_;
    uint32_t left_;
};

}  // namespace serinus::xcm
