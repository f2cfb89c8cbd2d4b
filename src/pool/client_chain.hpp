/// The chain of a client, as the pool sees it.
#pragma once

#include "chain/client/client.hpp"
#include "chain/import/signature_forecast.hpp"
#include "pool/chain.hpp"

namespace serinus::pool {

class ClientPoolChain final : public PoolChain {
  public:
    /// A validation is interrupted after `max_validation_ms`, and when the client's node stops.
    ClientPoolChain(chain::Client& client, uint64_t max_validation_ms)
        : client_(client),
          limits_{.max_duration_ms = max_validation_ms},
          forecast_(client.executor(), client.genesis().hash) {}

    chain::BlockId best() override { return client_.best(); }
    /// By the version of the API that the runtime has: 3 and later know the block, older ones need to be told that a
    /// new one has begun. Spec: sect-rte-validate-transaction
    Result<ValidTransaction, PoolError> validate(const chain::BlockId& at, TransactionSource source,
                                                 const primitives::Extrinsic& extrinsic) override;
    /// Their signatures are verified in batches on free threads.
    std::shared_ptr<void> expect(const chain::BlockId& at, std::span<const primitives::Extrinsic> extrinsics) override;
    std::optional<primitives::Body> find_body(const Hash256& block) override;

  private:
    Result<Bytes, PoolError> ask(const chain::BlockId& at, TransactionSource source,
                                 const primitives::Extrinsic& extrinsic);
    Result<Bytes, PoolError> ask_old_runtime(const chain::BlockId& at, BytesView arguments);

    chain::Client& client_;
    executor::CallContext limits_;
    chain::SignatureForecast forecast_;
};

}  // namespace serinus::pool
