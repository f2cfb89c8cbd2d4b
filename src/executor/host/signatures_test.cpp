#include "base/hex.hpp"
#include "crypto/ahead_verifier.hpp"
#include "crypto/key_pair.hpp"
#include "crypto/recovered_keys.hpp"
#include "executor/host/host_test.hpp"

namespace serinus::executor::host {
namespace {

using namespace serinus::literals;

class SignatureFunctions : public HostTest {
  protected:
    struct Signed {
        wasm::Raw signature, message, key;
    };

    /// A signature by //Alice, in the memory.
    Signed sign(crypto::Scheme scheme) {
        const auto pair = crypto::key_from_uri(scheme, "//Alice", {})->pair;
        return {put_fixed(pair.sign(as_bytes("message"), {})), put("message"), put_fixed(pair.public_key())};
    }
    /// The verdict, which must be the same when it is remembered, and when nothing is.
    bool verify(const std::string& name, const Signed& it) {
        const auto ask = [&] { return run("ext_crypto_" + name, {it.signature, it.message, it.key}) == 1; };
        const bool verdict = ask();
        EXPECT_EQ(ask(), verdict) << name << ", remembered";
        instance.user_data = &forgetful_call;
        EXPECT_EQ(ask(), verdict) << name << ", nothing is remembered";
        instance.user_data = &call;
        return verdict;
    }
    Signed with_other_message(Signed it) {
        it.message = put("another");
        return it;
    }
    Executor forgetful{{.interpret = true}};
    HostCall forgetful_call{.overlay = overlay, .context = context, .executor = forgetful, .allocator = &allocator};
    uint8_t& byte_at(wasm::Raw pointer) { return instance.memory()[static_cast<uint32_t>(pointer)]; }
};

// Spec: sect-ext-crypto-ed25519-verify. RFC-8032 section 7.1, tests 1 and 2.
TEST_F(SignatureFunctions, Ed25519VerifiesTheSignaturesOfTheRfc) {
    const auto key = put_fixed("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"_hex);
    const auto signature = put_fixed(
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"_hex);
    EXPECT_TRUE(verify("ed25519_verify_version_1", {signature, 0, key}));
    EXPECT_FALSE(verify("ed25519_verify_version_1", {signature, put("x"), key}));
    const auto key2 = put_fixed("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"_hex);
    const auto signature2 = put_fixed(
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"_hex);
    EXPECT_TRUE(verify("ed25519_verify_version_1", {signature2, put("\x72"), key2}));
}

// Spec: ZIP-215. Key and R are the identity, s is zero: right for every message by the rule of today, and of old
// blocks.
TEST_F(SignatureFunctions, Ed25519FollowsZip215) {
    Bytes identity(32);
    identity[0] = 1;
    Bytes minus_identity =
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"_hex;  // 1 + p, not canonical
    const auto signature = put_fixed(concat(minus_identity, Bytes(32)));
    EXPECT_TRUE(verify("ed25519_verify_version_1", {signature, put("any"), put_fixed(identity)}));
}

// Spec: sect-ext-crypto-sr25519-verify. sp-core: verify_from_old_wasm_works
TEST_F(SignatureFunctions, Sr25519OfOldIsRightInVersion1Only) {
    const Signed old = {
        put_fixed(
            "28a854d54903e056f89581c691c1f7d2ff39f8f896c9e9c22475e60902cc2b3547199e0e91fa32902028f2ca2355e8cdd16cfe19ba5e8b658c94aa80f3b81a00"_hex),
        put("SUBSTRATE"), put_fixed("def12e42f3e487e9b14095aa8d5cc16a33491f1b50dadcf8811d1480f3fa8627"_hex)};
    EXPECT_TRUE(verify("sr25519_verify_version_1", old));
    EXPECT_FALSE(verify("sr25519_verify_version_2", old));
    EXPECT_FALSE(verify("sr25519_batch_verify_version_1", old));
}

// Spec: sect-ext-crypto-ecdsa-verify
TEST_F(SignatureFunctions, EverySchemeVerifiesItsOwn) {
    const struct {
        crypto::Scheme scheme;
        std::vector<std::string> names;
    } schemes[] = {
        {crypto::Scheme::kEd25519, {"ed25519_verify_version_1", "ed25519_batch_verify_version_1"}},
        {crypto::Scheme::kSr25519,
         {"sr25519_verify_version_1", "sr25519_verify_version_2", "sr25519_batch_verify_version_1"}},
        {crypto::Scheme::kEcdsa, {"ecdsa_verify_version_1", "ecdsa_verify_version_2", "ecdsa_batch_verify_version_1"}},
    };
    for (const auto& [scheme, names] : schemes) {
        const Signed good = sign(scheme);
        for (const auto& name : names) {
            EXPECT_TRUE(verify(name, good)) << name;
            EXPECT_FALSE(verify(name, with_other_message(good))) << name;
            byte_at(good.signature) ^= 1;
            EXPECT_FALSE(verify(name, good)) << name;
            byte_at(good.signature) ^= 1;
            byte_at(good.key + 1) ^= 1;
            EXPECT_FALSE(verify(name, good)) << name;
            byte_at(good.key + 1) ^= 1;
        }
    }
}

// Each rule has its own verdicts: version 1 of sr25519 accepts signatures that version 2 refuses, in either order.
// Spec: sect-ext-crypto-sr25519-verify
TEST_F(SignatureFunctions, AVerdictIsRememberedForItsRuleAlone) {
    const Signed good = sign(crypto::Scheme::kSr25519);
    EXPECT_TRUE(verify("sr25519_verify_version_2", good));
    const auto before = executor.verdicts()->figures();
    EXPECT_TRUE(verify("sr25519_verify_version_1", good));
    EXPECT_TRUE(verify("sr25519_batch_verify_version_1", good));
    const auto after = executor.verdicts()->figures();
    EXPECT_EQ(after.misses - before.misses, 1u) << "the batch function has the rule of version 2";
    EXPECT_EQ(after.hits - before.hits, 3u);
    EXPECT_FALSE(verify("ed25519_verify_version_1", good));
}

// Spec: sect-ext-crypto-sr25519-verify, sect-ext-crypto-ed25519-verify
TEST_F(SignatureFunctions, ExpectedSignaturesGetTheirVerdicts) {
    const Signed good = sign(crypto::Scheme::kSr25519);
    const auto expected = [&](BytesView message) {
        crypto::ExpectedSignature one;
        one.message = to_bytes(message);
        std::ranges::copy(fixed_bytes(good.signature, 64), one.signature.begin());
        std::ranges::copy(fixed_bytes(good.key, 32), one.public_key.begin());
        return one;
    };
    crypto::AheadVerifier ahead(executor.verdicts(), {expected(as_bytes("message")), expected(as_bytes("another"))});
    context.signatures = &ahead;
    EXPECT_TRUE(verify("sr25519_verify_version_2", good));
    EXPECT_FALSE(verify("sr25519_verify_version_2", with_other_message(good)));
    EXPECT_EQ(ahead.asked(), 4u);
    EXPECT_FALSE(verify("ed25519_verify_version_1", good)) << "was not expected";
    EXPECT_EQ(ahead.asked(), 4u);
    context.signatures = nullptr;
}

// Spec: id-ext_crypto_ecdsa_verify_prehashed
TEST_F(SignatureFunctions, EcdsaVerifiesHashes) {
    const auto pair = crypto::key_from_uri(crypto::Scheme::kEcdsa, "//Alice", {})->pair;
    Hash256 hash{};
    hash[0] = 7;
    const auto signature = put_fixed(pair.sign_prehashed(hash)->bytes);
    const auto key = put_fixed(pair.public_key());
    EXPECT_TRUE(verify("ecdsa_verify_prehashed_version_1", {signature, put_fixed(hash.bytes), key}));
    EXPECT_FALSE(verify("ecdsa_verify_prehashed_version_1", {signature, put_fixed(Hash256{}.bytes), key}));
}

// Version 1 reduces r, which version 2 refuses: each has its own answers, whichever is asked first, in both forms of
// the key. Spec: id-ext_crypto_secp256k1_ecdsa_recover, id-ext_crypto_secp256k1_ecdsa_recover_compressed
TEST_F(SignatureFunctions, ARecoveredKeyIsRememberedForItsVersionAlone) {
    // r is 1 more than the group order.
    const Bytes large =
        "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364142000000000000000000000000000000000000000000000000000000000000000100"_hex;
    const auto signature = put_fixed(large);
    const ByteArray<32> message = {7};
    const auto hash = put_fixed(message);
    const std::string name = "ext_crypto_secp256k1_ecdsa_recover_";
    const Bytes full = run_bytes(name + "version_1", {signature, hash});
    const Bytes compressed = run_bytes(name + "compressed_version_1", {signature, hash});
    ASSERT_EQ(full.size(), 65u);
    ASSERT_EQ(compressed.size(), 34u);
    EXPECT_EQ(compressed[1], 2 + (full[64] & 1));
    EXPECT_TRUE(equal(BytesView(compressed).subspan(2), BytesView(full).subspan(1, 32)));
    EXPECT_EQ(to_hex(run_bytes(name + "version_2", {signature, hash})), "0100");
    EXPECT_EQ(to_hex(run_bytes(name + "compressed_version_2", {signature, hash})), "0100");
    EXPECT_EQ(run_bytes(name + "version_1", {signature, hash}), full);

    crypto::VerdictCache& cache = *executor.verdicts();
    const auto remembered = [&](crypto::VerdictRule rule) {
        return cache.recovered().find(cache.key_of(rule, large, message, {}));
    };
    ASSERT_TRUE(remembered(crypto::VerdictRule::kRecoverV1));
    EXPECT_TRUE(equal(remembered(crypto::VerdictRule::kRecoverV1)->value().bytes, BytesView(full).subspan(1)));
    EXPECT_EQ(remembered(crypto::VerdictRule::kRecoverV2)->error(), crypto::ecdsa::RecoverError::kBadRS);
}

// Spec: sect-ext-crypto-start-batch-verify, sect-ext-crypto-finish-batch-verify, sect-ext-crypto-ed25519-batch-verify
// Spec: sect-ext-crypto-sr25519-batch-verify, sect-ext-crypto-ecdsa-batch-verify
TEST_F(SignatureFunctions, ABatchIsRightIfAllInItAre) {
    const Signed ed = sign(crypto::Scheme::kEd25519);
    const Signed sr = sign(crypto::Scheme::kSr25519);
    const Signed ec = sign(crypto::Scheme::kEcdsa);
    const auto add_all = [&] {
        EXPECT_TRUE(verify("ed25519_batch_verify_version_1", ed));
        EXPECT_TRUE(verify("sr25519_batch_verify_version_1", sr));
        EXPECT_TRUE(verify("ecdsa_batch_verify_version_1", ec));
    };
    run("ext_crypto_start_batch_verify_version_1", {});
    add_all();
    EXPECT_EQ(run("ext_crypto_finish_batch_verify_version_1", {}), 1u);

    // Observed: sp-io 49.0.0: the answer of the one that is wrong is no longer "batched" but already the verdict.
    for (const auto& [name, bad] :
         {std::pair("ed25519", with_other_message(ed)), std::pair("sr25519", with_other_message(sr)),
          std::pair("ecdsa", with_other_message(ec))}) {
        run("ext_crypto_start_batch_verify_version_1", {});
        EXPECT_FALSE(verify(name + std::string("_batch_verify_version_1"), bad)) << name;
        add_all();
        EXPECT_EQ(run("ext_crypto_finish_batch_verify_version_1", {}), 0u) << name;
    }

    run("ext_crypto_start_batch_verify_version_1", {});
    EXPECT_FALSE(verify("ed25519_verify_version_1", with_other_message(ed))) << "is of no batch";
    EXPECT_EQ(run("ext_crypto_finish_batch_verify_version_1", {}), 1u) << "nothing wrong was in it";
}

TEST_F(SignatureFunctions, OutsideOfABatchASignatureIsVerifiedAtOnce) {
    const Signed sr = sign(crypto::Scheme::kSr25519);
    EXPECT_TRUE(verify("sr25519_batch_verify_version_1", sr));
    EXPECT_FALSE(verify("sr25519_batch_verify_version_1", with_other_message(sr)));
}

TEST_F(SignatureFunctions, BatchesDoNotNestAndMustBeOpen) {
    EXPECT_NE(trap("ext_crypto_finish_batch_verify_version_1", {}), "");
    run("ext_crypto_start_batch_verify_version_1", {});
    EXPECT_NE(trap("ext_crypto_start_batch_verify_version_1", {}), "");
    EXPECT_EQ(run("ext_crypto_finish_batch_verify_version_1", {}), 1u);
    EXPECT_NE(trap("ext_crypto_finish_batch_verify_version_1", {}), "");
}

// Spec: id-ext_crypto_secp256k1_ecdsa_recover, id-ext_crypto_secp256k1_ecdsa_recover_compressed.
// polkadot-js/common: packages/util-crypto/src/secp256k1
TEST_F(SignatureFunctions, TheKeyIsRecovered) {
    const Bytes rs =
        "7505f2880114da51b3f5d535f8687953c0ab9af4ab81e592eaebebf53b728d2b6dfd9b5bcd70fee412b1f31360e7c2774009305cb84fc50c1d0ff8034dfa5fff"_hex;
    const auto hash = put_fixed("a30b64ce1eedf409c8afb801d72c05234e64849ea538c15dd3c8cf4ffcf166c9"_hex);
    const Bytes key = "028d13da15a02f3a70677339d51b14177ee9b49657662b35e56a9d9dee17db1d30"_hex;
    for (const Bytes& v : {"00"_hex, "1b"_hex}) {  // Ethereum counts from 27
        const auto signature = put_fixed(concat(rs, v));
        for (const auto* version : {"1", "2"}) {
            const auto compressed = run_bytes(
                std::string("ext_crypto_secp256k1_ecdsa_recover_compressed_version_") + version, {signature, hash});
            EXPECT_EQ(to_hex(compressed), "00" + to_hex(key));
            const auto full =
                run_bytes(std::string("ext_crypto_secp256k1_ecdsa_recover_version_") + version, {signature, hash});
            ASSERT_EQ(full.size(), 65u);
            EXPECT_EQ(full[0], 0);
            EXPECT_EQ(to_hex(BytesView(full).subspan(1, 32)), to_hex(BytesView(key).subspan(1)));
        }
    }
}

// Spec: defn-ecdsa-verify-error. As Result: 1, then the number of the error.
TEST_F(SignatureFunctions, RecoveryErrorsAreEncoded) {
    const auto hash = put_fixed(Bytes(32, 5));
    const auto recover = [&](const char* version, const Bytes& signature) {
        const auto pointer = put_fixed(signature);
        const std::string full = "ext_crypto_secp256k1_ecdsa_recover_version_";
        const std::string compressed = "ext_crypto_secp256k1_ecdsa_recover_compressed_version_";
        const auto result = to_hex(run_bytes(full + version, {pointer, hash}));
        EXPECT_EQ(to_hex(run_bytes(compressed + version, {pointer, hash})), result);
        return result;
    };
    const Bytes too_large(64, 0xff);
    const Bytes zeros(64);
    EXPECT_EQ(recover("2", concat(too_large, "00"_hex)), "0100") << "BadRS";
    EXPECT_EQ(recover("2", concat(zeros, "04"_hex)), "0101") << "BadV";
    EXPECT_EQ(recover("1", concat(too_large, "04"_hex)), "0101") << "BadV";
    EXPECT_EQ(recover("2", concat(zeros, "00"_hex)), "0102") << "BadSignature";
    EXPECT_EQ(recover("1", concat(zeros, "00"_hex)), "0102") << "BadSignature";
}

// Version 1 reduces a scalar that is not below the order; version 2 refuses it.
TEST_F(SignatureFunctions, OverflowingSignaturesAreOfVersion1) {
    const auto order = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"_hex;
    const Bytes one = concat(Bytes(31), "01"_hex);
    Bytes order_plus_one = order;
    ++order_plus_one[31];
    const auto hash = put_fixed(Bytes(32, 5));
    // r = 1 is the x of a point.
    const auto small =
        run_bytes("ext_crypto_secp256k1_ecdsa_recover_version_1", {put_fixed(concat(one, one, "00"_hex)), hash});
    ASSERT_EQ(small.size(), 65u);
    const auto large = put_fixed(concat(order_plus_one, order_plus_one, "00"_hex));
    EXPECT_EQ(run_bytes("ext_crypto_secp256k1_ecdsa_recover_version_1", {large, hash}), small);
    EXPECT_EQ(to_hex(run_bytes("ext_crypto_secp256k1_ecdsa_recover_version_2", {large, hash})), "0100");
}

}  // namespace
}  // namespace serinus::executor::host
