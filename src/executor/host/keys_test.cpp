#include "base/hex.hpp"
#include "crypto/node_keys.hpp"
#include "executor/host/host_test.hpp"
#include "platform/threaded_scheduler.hpp"

namespace serinus::executor::host {
namespace {

using crypto::Scheme;
using crypto::key_types::kBabe;
using crypto::key_types::kImOnline;

constexpr Scheme kSchemes[] = {Scheme::kEd25519, Scheme::kSr25519, Scheme::kEcdsa};

class KeyFunctions : public HostTest {
  protected:
    KeyFunctions() { context.keys = &keys; }

    static std::string name(Scheme scheme, const char* what) {
        return std::string("ext_crypto_") + crypto::to_string(scheme) + "_" + what + "_version_1";
    }
    Bytes generate(Scheme scheme, crypto::KeyType type, std::optional<std::string_view> seed) {
        const auto key = run(name(scheme, "generate"), {put_fixed(type.bytes), put_scale(seed)});
        return fixed_bytes(key, crypto::public_key_size(scheme));
    }

    std::unique_ptr<platform::Scheduler> scheduler = platform::make_threaded_scheduler();
    crypto::NodeKeys keys{*scheduler};
};

// Spec: id-ext_crypto_ed25519_generate, id-ext_crypto_sr25519_generate, id-ext_crypto_ecdsa_generate. The keys of
// //Alice as every development chain has them.
TEST_F(KeyFunctions, ASeedIsASecretUri) {
    EXPECT_EQ(to_hex(generate(Scheme::kSr25519, kBabe, "//Alice")),
              "d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d");
    EXPECT_EQ(to_hex(generate(Scheme::kEd25519, kBabe, "//Alice")),
              "88dc3417d5058ec4b4503e0c12ea1a0a89be200fe98922423d4334014fa6b0ee");
    EXPECT_EQ(to_hex(generate(Scheme::kEcdsa, kBabe, "//Alice")),
              "020a1091341fe5664bfa1782d5e04779689068c916b04cb365ec3153755684d9a1");
}

// Spec: id-ext_crypto_ed25519_public_keys, id-ext_crypto_sr25519_public_keys, id-ext_crypto_ecdsa_public_keys
TEST_F(KeyFunctions, GeneratedKeysAreListedByTypeAndScheme) {
    for (const Scheme scheme : kSchemes) {
        const std::string list = name(scheme, "public_keys");
        EXPECT_EQ(to_hex(run_bytes(list, {put_fixed(crypto::key_types::kAura.bytes)})), "00") << list;
        const Bytes key = generate(scheme, kBabe, std::nullopt);
        EXPECT_NE(generate(scheme, kImOnline, std::nullopt), key);
        const Bytes listed = run_bytes(list, {put_fixed(kBabe.bytes)});
        EXPECT_NE(to_hex(listed).find(to_hex(key)), std::string::npos) << list;
        // Ed25519 and sr25519 keys cannot be told apart by their size, as in the reference's folder of files.
        EXPECT_EQ(listed[0], scheme == Scheme::kSr25519 ? 2 << 2 : 1 << 2) << list;
    }
}

// Spec: id-ext_crypto_ed25519_sign, id-ext_crypto_sr25519_sign, id-ext_crypto_ecdsa_sign
TEST_F(KeyFunctions, OwnKeysSign) {
    for (const Scheme scheme : kSchemes) {
        const Bytes key = generate(scheme, kBabe, "//Alice");
        const auto type = put_fixed(kBabe.bytes);
        const Bytes answer = run_bytes(name(scheme, "sign"), {type, put_fixed(key), put("message")});
        ASSERT_EQ(answer.size(), 1 + crypto::signature_size(scheme));
        EXPECT_EQ(answer[0], 1);
        EXPECT_TRUE(crypto::verify(scheme, BytesView(answer).subspan(1), as_bytes("message"), key));

        const auto other_type = put_fixed(kImOnline.bytes);
        EXPECT_EQ(to_hex(run_bytes(name(scheme, "sign"), {other_type, put_fixed(key), put("message")})), "00");
        const Bytes stranger = crypto::key_from_uri(scheme, "//Bob", {})->pair.public_key();
        EXPECT_EQ(to_hex(run_bytes(name(scheme, "sign"), {type, put_fixed(stranger), put("message")})), "00");
    }
}

// Spec: id-ext_crypto_ecdsa_sign_prehashed, sect-crypto-api
TEST_F(KeyFunctions, EcdsaSignsHashes) {
    const Bytes key = generate(Scheme::kEcdsa, kBabe, "//Alice");
    const Hash256 hash = Hash256{};
    const Bytes answer = run_bytes("ext_crypto_ecdsa_sign_prehashed_version_1",
                                   {put_fixed(kBabe.bytes), put_fixed(key), put_fixed(hash.bytes)});
    ASSERT_EQ(answer.size(), 66u);
    EXPECT_TRUE(crypto::ecdsa::verify_prehashed(*crypto::ecdsa::Signature::from(BytesView(answer).subspan(1)), hash,
                                                *crypto::ecdsa::PublicKey::from(key)));
}

TEST_F(KeyFunctions, ABadSeedTraps) {
    for (const Scheme scheme : kSchemes) {
        const auto type = put_fixed(kBabe.bytes);
        EXPECT_NE(trap(name(scheme, "generate"), {type, put_scale(std::optional<std::string_view>("no phrase"))}), "");
        const Bytes not_utf8 = {0xff};
        EXPECT_NE(trap(name(scheme, "generate"), {type, put_scale(std::optional<BytesView>(not_utf8))}), "");
    }
}

TEST_F(KeyFunctions, WithoutAKeystoreEveryOneTraps) {
    context.keys = nullptr;
    const auto type = put_fixed(kBabe.bytes);
    const auto zeros = put_fixed(Bytes(65));
    for (const Scheme scheme : kSchemes) {
        EXPECT_NE(trap(name(scheme, "public_keys"), {type}).find("not available in this context"), std::string::npos);
        EXPECT_NE(trap(name(scheme, "generate"), {type, put_scale(std::optional<std::string_view>())}), "");
        EXPECT_NE(trap(name(scheme, "sign"), {type, zeros, put("message")}), "");
    }
    EXPECT_NE(trap("ext_crypto_ecdsa_sign_prehashed_version_1", {type, zeros, zeros}), "");
}

}  // namespace
}  // namespace serinus::executor::host
