/// The reference's own workers, driven as its node does: over a Unix socket, with files in a folder.
/// Observed: polkadot-node-core-pvf 36.0.0 and its workers 29.0.0
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "base/bytes.hpp"
#include "pvf/executor_params.hpp"
#include "pvf/validation.hpp"

namespace serinus::test {

/// The answer of a worker of the reference, as far as it matters here.
struct ReferencePrepared {
    bool is_prepared = false;
    uint8_t error = 0;  ///< index of `PrepareError`
    std::string text;
    Bytes artifact;
    Hash256 checksum;
    uint64_t cpu_ns = 0;  ///< of the job, as the worker counts it
};

struct ReferenceExecuted {
    enum class Kind : uint8_t {
        kValid,
        kInvalid,       ///< `InvalidCandidate`, or no proof that can be decompressed
        kConstruction,  ///< `RuntimeConstruction`
        kTimedOut,
        kDied,   ///< `JobDied`, `JobError`
        kOther,  ///< an internal error, a damaged artifact
    } kind = Kind::kOther;
    std::string text;
    Bytes result;  ///< the encoded ValidationResult
    uint64_t cpu_ns = 0;
};

/// One process of `polkadot-prepare-worker` or `polkadot-execute-worker`, without its cage. Stops the test program if
/// it does not speak as expected.
class ReferenceWorker {
  public:
    /// `folder` of the programs. nullptr: they are not there.
    static std::unique_ptr<ReferenceWorker> start_preparing(const std::string& folder);
    static std::unique_ptr<ReferenceWorker> start_executing(const std::string& folder,
                                                            const pvf::ExecutorParams& params);
    ~ReferenceWorker();

    ReferencePrepared prepare(BytesView code, const pvf::ExecutorParams& params, bool is_precheck,
                              uint32_t bomb_limit = 20u << 20, uint64_t timeout_ms = 60'000);
    /// nullopt: the worker ended without an answer.
    std::optional<ReferenceExecuted> execute(const ReferencePrepared& prepared, const pvf::CandidateInput& input,
                                             uint64_t timeout_ms);

    /// The usage of the process and all its jobs, from end(), which ends it.
    struct Usage {
        uint64_t cpu_ns = 0;
        uint64_t peak_bytes = 0;
    };
    Usage end();

  private:
    ReferenceWorker() = default;
    static std::unique_ptr<ReferenceWorker> start(const std::string& program, const std::string& command);
    void send(BytesView bytes) const;
    std::optional<Bytes> receive() const;

    int process_ = -1;
    int socket_ = -1;
    std::string folder_;
};

}  // namespace serinus::test
