/// Certificates of the reference's libraries, made once with schnorrkel 0.11, merlin 3 and rand_chacha 0.3: the mini
/// secret is 32 bytes of 7, expanded as ed25519 does; stories are 32 equal bytes.
#pragma once

#include <string_view>

namespace serinus::parachain::vectors {

inline constexpr std::string_view kPublic = "7c0f469d3bd340bae718203fa30ca071a5e37c751e891dbded837b213d45d91d";

struct Modulo {
    unsigned char story;
    unsigned cores;
    unsigned samples;
    std::string_view drawn;  ///< ascending
    std::string_view pre_output;
    std::string_view proof;
};
inline constexpr Modulo kModulo[] = {
    {1, 100, 6, "8 25 37 52 68 81", "a019f567ff41395703f9fca674d598984215ebe2d84b28eaaf25a19f1f889c2b",
     "8d8097b5f7f07d82cc512e2334fc74a037832321a7fc54148d86db9834ae350b1efa29024462b58c9463812833f0441c1483fcdcab60e367a"
     "cad4ea4f8d42e01"},
    {2, 10, 40, "0 1 2 3 4 5 6 7 8 9", "90da6bab0dd5a9e4dae9dbe9bd98e4a4bd20cf2c0f6a69a5f7fc5f873ac66d36",
     "7a213aa4a82e17070fe2b4da6a67c0b46dac6287d042d59a0c716d46ffc2bc0549b1b771a55761a1ceccd9e40a063112de53af97684b074e6"
     "a5289417bbbd60f"},
    {3, 300, 50,
     "5 16 17 19 22 31 33 53 54 55 60 61 80 81 87 92 108 110 115 125 134 137 155 177 203 205 215 223 225 230 232 240 "
     "248 251 255 263 268 271 272 297",
     "905ec2f56eef0f654548f60fa7cb4362a2e56096acd710a455184c1945c53e0a",
     "b0d6413f22059aeb2ee5ca94fdf0274fc44113df3d88aa497b56e598aeec2d0b351e7d34b6698608d50452fc4e6b227ef118e0fc9afdd0eb3"
     "f4c8d6dac3b1e0f"},
};

struct Delay {
    unsigned core;
    unsigned word;  ///< what the tranche is made of
    std::string_view pre_output;
    std::string_view proof;
};
inline constexpr unsigned char kDelayStory = 4;
inline constexpr Delay kDelay[] = {
    {0, 444188170u, "805d3465c03f76f3f52d5e1ab378f1f364f2d80cced67d561da261ae09175b7f",
     "e9619bda5ea899830aa09f144783c392c102368c5df650bc7ae91dd61c90120d27314ec39e5bb9ec4eeb4a2fe202d1e6d892429e6fff39c58"
     "af0b31a9aef6d0a"},
    {5, 869971658u, "c0716ad10f94cd19e2f9cbd5960b42f556da31b087150e81ec148de056b11631",
     "291526db3e0b79887248bec42d54322c51a4a2225bbf87c7df99bc91505d6b0d844a5c806f348da843ebd992165947b3ad9463c5b6e5be663"
     "ee0b7b1e2056807"},
    {299, 3472615252u, "6eb64b56e2f5de40e1ecc9d1f1e2cbf7681ef5070ef0ec54bb1f0b27cdf4fc31",
     "eb873a20629bfde907e4a8d3cd06dde3d729c2ce864f5080058c9a57a8dc02091184b2692d6e3bc00113e87ae88177950843292c2d47b8e8c"
     "962be6f118eb600"},
};

/// Slot 1000 of epoch 3, whose randomness is 32 bytes of 9.
inline constexpr std::string_view kStoryPreOutput = "86bfc4201f7333883d1dd6223025bf0c4081ea8a01c394eda1ea7d5c56b0ee73";
inline constexpr std::string_view kStory = "a9026f90731c6343e923207dd102f3ba158a121f9e90dc7957a5661a07afd39c";

}  // namespace serinus::parachain::vectors
