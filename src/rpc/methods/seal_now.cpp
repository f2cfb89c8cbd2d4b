#include "rpc/methods/seal_now.hpp"

#include <semaphore>

namespace serinus::rpc {

Result<chain::BlockId, authorship::SealError> wait_for_seal(
    const std::function<void(authorship::Sealing::SealCallback)>& begin) {
    struct Answer {
        std::binary_semaphore is_there{0};
        std::optional<Result<chain::BlockId, authorship::SealError>> result;
    };
    const auto answer = std::make_shared<Answer>();
    begin([answer](Result<chain::BlockId, authorship::SealError> result) {
        answer->result = std::move(result);
        answer->is_there.release();
    });
    answer->is_there.acquire();
    return *std::move(answer->result);
}

Result<chain::BlockId, authorship::SealError> seal_now(authorship::Sealing& sealing,
                                                       const authorship::SealRequest& request) {
    return wait_for_seal([&](auto callback) { sealing.seal(request, std::move(callback)); });
}

}  // namespace serinus::rpc
