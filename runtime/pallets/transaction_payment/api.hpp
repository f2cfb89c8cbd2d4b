/// What wallets ask about fees. `R` has TransactionPayment and Extrinsic.
#pragma once

#include "runtime/pallets/transaction_payment/transaction_payment.hpp"
#include "runtime/sdk/runtime_api.hpp"

namespace serinus::pallet_transaction_payment::api {

/// Fees of extrinsics.
template <class R>
struct TransactionPaymentApi {
    static constexpr ByteArray<8> kId = {0x37, 0xc8, 0xbb, 0x13, 0x50, 0xa9, 0xa2, 0xa8};
    static constexpr uint32_t kVersion = 4;

    /// Weight, class and fee of an extrinsic of the given length.
    struct query_info {
        typename R::Extrinsic uxt;
        uint32_t len{};
        types::RuntimeDispatchInfo<Balance> operator()() const;
    };
    /// What the fee of an extrinsic consists of.
    struct query_fee_details {
        typename R::Extrinsic uxt;
        uint32_t len{};
        types::FeeDetails<Balance> operator()() const;
    };
    /// The fee of a weight.
    struct query_weight_to_fee {
        Weight weight;
        Balance operator()() const;
    };
    /// The fee of a length in bytes.
    struct query_length_to_fee {
        uint32_t length{};
        Balance operator()() const;
    };
    using Methods = List<query_info, query_fee_details, query_weight_to_fee, query_length_to_fee>;
};

/// Fees of calls that are not in an extrinsic yet.
template <class R>
struct TransactionPaymentCallApi {
    static constexpr ByteArray<8> kId = {0xf3, 0xff, 0x14, 0xd5, 0xab, 0x52, 0x70, 0x59};
    static constexpr uint32_t kVersion = 3;

    /// Weight, class and fee of a call in a transaction of the given length.
    struct query_call_info {
        RuntimeCall call;
        uint32_t len{};
        types::RuntimeDispatchInfo<Balance> operator()() const;
    };
    /// What the fee of a call consists of.
    struct query_call_fee_details {
        RuntimeCall call;
        uint32_t len{};
        types::FeeDetails<Balance> operator()() const;
    };
    /// The fee of a weight.
    struct query_weight_to_fee {
        Weight weight;
        Balance operator()() const;
    };
    /// The fee of a length in bytes.
    struct query_length_to_fee {
        uint32_t length{};
        Balance operator()() const;
    };
    using Methods = List<query_call_info, query_call_fee_details, query_weight_to_fee, query_length_to_fee>;
};

}  // namespace serinus::pallet_transaction_payment::api
