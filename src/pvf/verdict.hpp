/// What comes of validating a candidate: of one attempt, and in the end.
#pragma once

#include <string>
#include <variant>

#include "pvf/executor_params.hpp"
#include "pvf/prepare.hpp"
#include "pvf/validation.hpp"

namespace serinus::pvf {

/// Why a candidate is validated.
enum class Purpose : uint8_t { kDispute, kApproval, kBackingOfSystem, kBacking };
const char* to_string(Purpose purpose) noexcept;

constexpr ExecutionKind execution_kind(Purpose purpose) noexcept {
    return purpose == Purpose::kDispute || purpose == Purpose::kApproval ? ExecutionKind::kApproval
                                                                         : ExecutionKind::kBacking;
}

enum class InvalidReason : uint8_t {
    kExecution = 1,  ///< a trap, a function that is not there, an output that does not decode
    kTimedOut,       ///< more processor time than the session allows
    kBlockData,      ///< the proof cannot be decompressed
    kConstruction,   ///< no instance could be made, twice
    kDied,           ///< the worker died of it, twice
};
const char* to_string(InvalidReason reason) noexcept;

struct Valid {
    ValidationResult result;
    friend bool operator==(const Valid&, const Valid&) = default;
};
struct Invalid {
    InvalidReason reason = InvalidReason::kExecution;
    std::string text;
    friend bool operator==(const Invalid&, const Invalid&) = default;
};
/// Nothing is known of the candidate: no vote.
struct Ours {
    std::string text;
    friend bool operator==(const Ours&, const Ours&) = default;
};
using Verdict = std::variant<Valid, Invalid, Ours>;

/// "valid", "invalid: …", "no verdict: …"
std::string to_string(const Verdict& verdict);

/// One execution came to no verdict that counts at once.
struct Doubt {
    enum class Kind : uint8_t {
        kDied = 1,      ///< the job died, of the candidate or of the machine
        kConstruction,  ///< no instance could be made: of the code, or of prepared code that is damaged
        kOurs,          ///< this machine's failure
    } kind = Kind::kOurs;
    std::string text;
    friend bool operator==(const Doubt&, const Doubt&) = default;
};
using Attempt = std::variant<Valid, Invalid, Doubt>;

/// When an attempt is made again, and what it comes to in the end. At approvals and disputes each kind of doubt is
/// good for one more attempt, within the time of the execution; at backing none is. A doubt that stays is invalid,
/// unless it is ours.
/// Observed: `validate_candidate_with_retry` of polkadot-node-core-candidate-validation 36.0.0
class Retries {
  public:
    explicit Retries(Purpose purpose, uint64_t timeout_ms) : purpose_(purpose), timeout_ms_(timeout_ms) {}

    struct Next {
        uint64_t delay_ms = 0;
        bool prepare_again = false;
        uint64_t timeout_ms = 0;  ///< what is left for the attempt
    };
    static constexpr uint64_t kDelayMs = 3000;

    /// nullopt: the attempt is the last one. `elapsed_ms`: since the first one began.
    std::optional<Next> after(const Attempt& attempt, uint64_t elapsed_ms);

    static Verdict verdict_of(const Attempt& attempt);

  private:
    Purpose purpose_;
    uint64_t timeout_ms_;
    bool died_ = false, constructed_ = false, failed_ = false;
};

}  // namespace serinus::pvf
