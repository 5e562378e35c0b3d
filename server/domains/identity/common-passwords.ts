/** Passwords of twelve letters or more, or their stems, that stand near the top of every published list of leaked ones. */
export const commonPasswords: ReadonlySet<string> = new Set(
  `password passwordpassword password1234 password12345 password123456 passw0rdpassw0rd mypassword mypassword123 changeme changemechangeme
  letmein letmeinletmein welcome welcomewelcome welcome12345 qwerty qwertyuiop qwertyuiopasdf qwertyuiop123 qwerty123456 qwertyqwerty
  1q2w3e4r5t6y 1q2w3e4r5t6y7u 1qaz2wsx3edc 1qaz2wsx3edc4rfv zaq12wsxcde3 q1w2e3r4t5y6 asdfghjkl asdfghjkl123 asdfghjklqwe zxcvbnmasdfg
  123456789012 1234567890123 12345678901234 0123456789012 123123123123 123456123456 987654321098 012345678910 abcdefghijkl abcdefghijklmnop
  abc123abc123 abcd12345678 iloveyou iloveyouiloveyou iloveyou1234 ilovejesus jesuschrist jesusislord godisgood godisgreat blessedandhighlyfavored
  sunshine sunshine1234 princess princess1234 football football1234 baseball baseball1234 basketball superman superman1234 batman spiderman
  administrator adminadmin adminadminadmin admin1234567 trustno1 trustno1trustno1 monkeymonkey dragondragon mastermaster shadowshadow
  facebook facebook1234 whatever whateverwhatever correcthorse correcthorsebatterystaple throughline throughlinethroughline
  contraseña contrasena contraseñacontraseña teamomucho teamoteamo teamomiamor tequieromucho miamormiamor diosesamor diosesfiel
  familiafamilia bienvenido bienvenidos estrellaestrella`
    .split(/\s+/)
    .map((word) => word.normalize("NFC")),
);
