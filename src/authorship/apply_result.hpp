/// What the runtime says of an extrinsic that it was given.
#pragma once

#include <optional>
#include <string>

#include "base/bytes.hpp"
#include "pool/validity_error.hpp"

namespace serinus::authorship {

/// Decoded ApplyExtrinsicResult. Spec: defn-rte-apply-extrinsic-result
struct ApplyResult {
    enum class Kind : uint8_t {
        kApplied,      ///< it is in the block; its own dispatch may have failed
        kInvalid,      ///< InvalidTransaction: it is not in the block
        kUnknown,      ///< UnknownTransaction: its validity cannot be told
        kInterrupted,  ///< it ran longer than it was allowed to: it is not in the block. Never of the runtime
    } kind = Kind::kApplied;
    bool dispatch_failed = false;  ///< of kApplied
    uint8_t index = 0;             ///< of the variant of kInvalid or kUnknown
    uint8_t custom = 0;            ///< of their Custom(u8)

    bool applied() const noexcept { return kind == Kind::kApplied; }
    /// The block has no room for it; another one may have.
    bool exhausts_resources() const noexcept {
        return kind == Kind::kInvalid && index == pool::invalid::kExhaustsResources;
    }
    /// Its nonce is not reached yet: what it rests on is not in the block.
    bool is_future() const noexcept { return kind == Kind::kInvalid && index == pool::invalid::kFuture; }
    /// Its nonce is used: it is in a block already, or another one is.
    bool is_stale() const noexcept { return kind == Kind::kInvalid && index == pool::invalid::kStale; }
    /// A mandatory inherent failed: the block cannot be made.
    bool was_mandatory() const noexcept { return kind == Kind::kInvalid && index == pool::invalid::kBadMandatory; }

    friend bool operator==(const ApplyResult&, const ApplyResult&) = default;
};

/// nullopt: the bytes are no such result. What stands behind the start of a dispatch error is not looked at: its form
/// changes from runtime to runtime.
std::optional<ApplyResult> decode_apply_result(BytesView bytes);

/// In the reference's words: "Transaction has a bad signature".
std::string to_string(const ApplyResult& result);

}  // namespace serinus::authorship
