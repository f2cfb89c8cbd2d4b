/// Why a block, or a justification, is refused: for programs (the reason) and for people (the text).
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace serinus::chain {

/// The reasons stand in refusal_reason.hpp, for those that name one: what only hands a refusal on is not compiled again
/// for a new one.
enum class RefusalReason : uint8_t;

/// "bad seal": for logs and metrics.
const char* to_string(RefusalReason reason) noexcept;

/// Whether this reason proves that whoever sent the block or the justification did not check it, or lies: it does not
/// depend on what we know, on our clock, or on the order in which messages arrive.
bool proves_misbehaviour(RefusalReason reason) noexcept;

struct Refusal {
    RefusalReason reason{};
    std::string text = {};  ///< completes a sentence about the block: "its state root is …"

    friend bool operator==(const Refusal&, const Refusal&) = default;
};

/// The verdict of a check: nullopt if what was checked is good.
using MaybeRefusal = std::optional<Refusal>;

inline std::optional<RefusalReason> reason_of(const MaybeRefusal& refusal) {
    return refusal ? std::optional(refusal->reason) : std::nullopt;
}

/// "" if it is good.
inline std::string text_of(const MaybeRefusal& refusal) { return refusal ? refusal->text : std::string(); }

}  // namespace serinus::chain
