/// What the node and a job in its cage say to each other, SCALE-encoded. What a job says is foreign: it has executed
/// code of strangers.
#pragma once

#include <optional>
#include <string>

#include "pvf/executor_params.hpp"
#include "pvf/validation.hpp"
#include "pvf/verdict.hpp"

namespace serinus::pvf {

/// Files: what is prepared (to be written), the code.
struct PrepareOrder {
    uint32_t bomb_limit{};
    std::optional<ExecutorLimits> precheck;
};
/// Files: the outcome (to be written), the prepared code, the encoded CandidateInput.
struct ExecuteOrder {
    ExecutorLimits limits;
    uint64_t output_bytes{};  ///< that the outcome may have
};
using JobOrderMessage = scale::Enum<scale::At<0, PrepareOrder>, scale::At<1, ExecuteOrder>>;

/// Exit statuses of a job that has done what it was told. Any other one means that it died.
enum class JobStatus : int {
    kDone = 0,      ///< prepared code, or an encoded ExecuteOutcome, is written
    kRefused = 10,  ///< an encoded PrepareRefusal is written
};

struct PrepareRefusal {
    uint8_t fault{};  ///< PrepareFault
    std::string reason;
    friend bool operator==(const PrepareRefusal&, const PrepareRefusal&) = default;
};

/// What execution came to, if it came to an end.
namespace outcome {

struct Returned {
    Bytes output;  ///< of validate_block
    uint32_t memory_pages{};
    friend bool operator==(const Returned&, const Returned&) = default;
};
struct Failed {
    std::string reason;
    friend bool operator==(const Failed&, const Failed&) = default;
};
struct NotConstructed {
    std::string reason;
    friend bool operator==(const NotConstructed&, const NotConstructed&) = default;
};
struct BadBlockData {
    friend bool operator==(const BadBlockData&, const BadBlockData&) = default;
};
struct NotLoaded {  ///< or not executed for a reason that is this node's own
    std::string reason;
    friend bool operator==(const NotLoaded&, const NotLoaded&) = default;
};

}  // namespace outcome

using ExecuteOutcome =
    scale::Enum<scale::At<0, outcome::Returned>, scale::At<1, outcome::Failed>, scale::At<2, outcome::NotConstructed>,
                scale::At<3, outcome::BadBlockData>, scale::At<4, outcome::NotLoaded>>;

/// Reasons come from foreign code: no control characters but line ends, and not endless.
std::string shown_reason(std::string_view reason);

/// nullopt: bytes that no job of ours writes.
std::optional<PrepareError> decode_refusal(BytesView written);
/// A job that writes what does not decode counts as one that died.
Attempt decode_outcome(BytesView written, uint32_t* memory_pages = nullptr);

}  // namespace serinus::pvf
