/// Requests for blocks and their answers, as they stand on the protocol sync/2.
/// Spec: defn-msg-block-request, defn-msg-block-response
#pragma once

#include <variant>

#include "libp2p/wire/protobuf.hpp"
#include "primitives/block.hpp"

namespace serinus::network::sync {

using primitives::BlockNumber;

enum class Direction : uint8_t { kAscending = 0, kDescending = 1 };

/// Which parts of a block are wanted.
struct BlockFields {
    bool header = false, body = false, justification = false;

    friend bool operator==(const BlockFields&, const BlockFields&) = default;
};

struct BlockRequest {
    BlockFields fields;
    std::variant<Hash256, BlockNumber> from = BlockNumber{0};  ///< the first block of the answer
    Direction direction = Direction::kAscending;
    uint32_t max_blocks = 0;  ///< 0: as many as the other side gives
    /// The requester knows of justifications of several engines. Otherwise that of GRANDPA is wanted, and stands
    /// elsewhere.
    bool knows_several_justifications = true;

    friend bool operator==(const BlockRequest&, const BlockRequest&) = default;
};

Bytes encode(const BlockRequest& request);
/// Unknown fields of blocks are ignored. Errors: kMissingField without a start, kBadValue.
Result<BlockRequest, wire::ProtobufError> decode_block_request(BytesView encoded);

/// A block of an answer. A part not requested, or not there, is empty.
struct BlockData {
    Hash256 hash;
    Bytes header;                              ///< SCALE; empty: none
    std::vector<Bytes> body;                   ///< each extrinsic in SCALE, with its length
    std::optional<Bytes> justifications = {};  ///< SCALE of primitives::Justifications
    std::optional<Bytes> justification = {};   ///< of GRANDPA, for those that do not know of several
};

class BlockResponseWriter {
  public:
    void add(const BlockData& block);
    size_t size() const noexcept { return writer_.view().size(); }
    Bytes take() && { return std::move(writer_).take(); }

  private:
    wire::ProtobufWriter writer_;
};

/// A block of an answer, decoded; its hash is computed from the header.
struct ReceivedBlock {
    Hash256 hash;
    primitives::Header header;
    primitives::Body body;
    std::optional<primitives::Justifications> justifications;
};

/// The bytes that it takes here.
uint64_t size_in_memory(const ReceivedBlock& block) noexcept;

enum class BlockResponseError : uint8_t {
    kMalformed,
    kWrongHash,  ///< a header has another hash than its block claims
    kMissingHeader,
    kMissingBody,  ///< the body was asked for, and is not the empty one
    kWrongBody,    ///< the body does not have the header's extrinsics root
    kTooLarge,     ///< more extrinsics, or more bytes once decoded, than an answer may have: our bounds
    kTooMany,      ///< more blocks than were asked for
    kNotLinked,    ///< a block is not the parent, or child, of the one before
    kWrongStart,   ///< the first block is another than the one that was asked for
};

/// Of the extrinsics of an answer. Blocks with as many do not fit into an answer of the reference, as a signed
/// extrinsic has 100 bytes; their root takes a tenth of a second.
inline constexpr size_t kMaxExtrinsicsInAnswer = size_t{1} << 18;
/// Of the decoded blocks of an answer, which is 16 MiB at most.
inline constexpr uint64_t kMaxAnswerInMemory = uint64_t{64} << 20;

/// Decodes an answer and checks all that the request promises of it, the extrinsics roots too (in either version: only
/// the runtime says which counts). Parts not requested are not decoded.
/// Observed: polkadot-stable2407, sc-network-sync checks the root on receipt too, in version 0 alone
Result<std::vector<ReceivedBlock>, BlockResponseError> check_block_response(const BlockRequest& request,
                                                                            BytesView encoded);

}  // namespace serinus::network::sync
