AN#77123
BY#
PD#02 March 2021 14:00:00
SO#News Bites - Orn
CO#QUY
KY#Quay Systems
TI#Quay Systems lifts dividend
AB#Quay Systems lifts its dividend
TX#Quay Systems Ltd said on Tuesday that it would lift its dividend by a cent.

The shares rose to 1.04.
