#include "rpc/methods/seal_now.hpp"

#include <semaphore>

namespace serinus::rpc {

Result<chain::BlockId, authorship::SealError> seal_now(authorship::Sealing& sealing,
                                                       const authorship::SealRequest& request) {
    struct Answer {
        std::binary_semaphore is_there{0};
        std::optional<Result<chain::BlockId, authorship::SealError>> result;
    };
    const auto answer = std::make_shared<Answer>();
    sealing.seal(request, [answer](Result<chain::BlockId, authorship::SealError> result) {
        answer->result = std::move(result);
        answer->is_there.release();
    });
    answer->is_there.acquire();
    return *std::move(answer->result);
}

}  // namespace serinus::rpc
